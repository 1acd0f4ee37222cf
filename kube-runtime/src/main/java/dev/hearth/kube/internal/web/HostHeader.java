package dev.hearth.kube.internal.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides by the Host header whom a request is for. Names that are not ours are refused, whatever address they resolve
 * to: so a stranger's page that rebinds its name to loopback reaches nothing.
 */
final class HostHeader {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String domain;
    private final String address;

    /** Answers for {@code domain}, its sub-domains, and the address that is listened on. */
    HostHeader(String domain, String address) {
        this.domain = domain.toLowerCase(Locale.ROOT);
        this.address = address;
    }

    /** Whom a request is for. */
    record Addressee(Optional<String> app) {}

    /** Returns whom a request is for; empty when for nobody here. */
    Optional<Addressee> read(HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1) {
            return Optional.empty();
        }
        String name = withoutPort(hosts.get(0)).toLowerCase(Locale.ROOT);
        if (name.equals(domain) || LOOPBACK.contains(name) || name.equals(address)) {
            return Optional.of(new Addressee(Optional.empty()));
        }
        String suffix = "." + domain;
        int label = name.length() - suffix.length();
        return name.endsWith(suffix) && label > 0 && name.indexOf('.') == label
                ? Optional.of(new Addressee(Optional.of(name.substring(0, label))))
                : Optional.empty();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') && host.substring(colon + 1).matches("\\d{1,5}")
                ? host.substring(0, colon)
                : host;
    }
}
