package dev.hearth.halo;

import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;

/** The address of a signal server in a text from anywhere: one to meet at, and nothing that is opened otherwise. */
final class SignalAddress {
    private static final Limit MAX_SIZE = new Limit("characters of a signal server's address", 256);

    private SignalAddress() {}

    /** Reads an address: ws or wss, with a host, without user, query and fragment, of printable ASCII alone. */
    static URI parse(String text) throws MalformedException {
        MAX_SIZE.check(text.length());
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new MalformedException("Address is no URI", e);
        }
        boolean plain = ("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getPort() <= 65_535
                && text.chars().allMatch(each -> each > ' ' && each < 0x7F);
        if (!plain) {
            throw new MalformedException("Address is none of a signal server");
        }
        return uri;
    }
}
