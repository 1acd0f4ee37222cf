package dev.hearth.kube.internal.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes responses: files with their conditions and ranges, and short answers; each with the security headers. */
final class Responses {
    private static final CharSequence[][] SECURITY = {
        {
            HttpHeaderNames.CONTENT_SECURITY_POLICY,
            "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        },
        {"x-content-type-options", "nosniff"},
        {"referrer-policy", "no-referrer"},
        {"permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
        {HttpHeaderNames.X_FRAME_OPTIONS, "DENY"},
        {"cross-origin-opener-policy", "same-origin"},
        {"cross-origin-resource-policy", "same-origin"},
    };

    private Responses() {}

    static void secure(HttpResponse response) {
        for (CharSequence[] header : SECURITY) {
            response.headers().set(header[0], header[1]);
        }
    }

    static FullHttpResponse of(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        secure(response);
        return response;
    }

    static FullHttpResponse of(WebAnswer answer) {
        FullHttpResponse response = of(
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body().getBytes(StandardCharsets.UTF_8)));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.mediaType());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return response;
    }

    static FullHttpResponse text(HttpResponseStatus status, String line) {
        return of(WebAnswer.text(status.code(), line));
    }

    static FullHttpResponse redirect(String location) {
        FullHttpResponse response = text(HttpResponseStatus.PERMANENT_REDIRECT, "It is at " + location);
        response.headers().set(HttpHeaderNames.LOCATION, location);
        return response;
    }

    /** Returns a file as the request's conditions ask for it. */
    static FullHttpResponse file(HttpRequest request, Asset asset) {
        HttpHeaders asked = request.headers();
        Optional<String> range = Optional.ofNullable(asked.get(HttpHeaderNames.RANGE));
        Asset.Variant variant = asset.variant(range.isEmpty() && acceptsGzip(asked));
        if (matches(asked.get(HttpHeaderNames.IF_NONE_MATCH), variant.entityTag())) {
            FullHttpResponse unchanged = of(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
            unchanged.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
            return described(unchanged, asset, variant);
        }
        Optional<ByteRange> part = range.filter(it -> allowsRange(asked, variant.entityTag()))
                .flatMap(it -> ByteRange.parse(it, variant.body().readableBytes()));
        FullHttpResponse response =
                part.isPresent() ? partial(variant, part.get()) : of(HttpResponseStatus.OK, duplicate(variant.body()));
        if (response.status().equals(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE)) {
            return response;
        }
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, asset.mediaType());
        return described(response, asset, variant);
    }

    private static FullHttpResponse partial(Asset.Variant variant, ByteRange range) {
        int size = variant.body().readableBytes();
        if (!range.satisfiable()) {
            FullHttpResponse refused = text(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "No such range");
            refused.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size);
            return refused;
        }
        int length = (int) (range.to() - range.from());
        FullHttpResponse response =
                of(HttpResponseStatus.PARTIAL_CONTENT, variant.body().retainedSlice((int) range.from(), length));
        response.headers()
                .set(HttpHeaderNames.CONTENT_RANGE, "bytes " + range.from() + "-" + (range.to() - 1) + "/" + size);
        return response;
    }

    private static FullHttpResponse described(FullHttpResponse response, Asset asset, Asset.Variant variant) {
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.ETAG, variant.entityTag());
        headers.set(HttpHeaderNames.CACHE_CONTROL, asset.cacheControl());
        headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        if (asset.variesByEncoding()) {
            headers.set(HttpHeaderNames.VARY, "accept-encoding");
        }
        if (variant.gzip()) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        return response;
    }

    /** A buffer that is shared by all requests has positions of its own for each. */
    private static ByteBuf duplicate(ByteBuf shared) {
        return shared.retainedDuplicate();
    }

    private static boolean allowsRange(HttpHeaders asked, String entityTag) {
        String condition = asked.get(HttpHeaderNames.IF_RANGE);
        return condition == null || condition.strip().equals(entityTag);
    }

    private static boolean matches(@org.jspecify.annotations.Nullable String condition, String entityTag) {
        if (condition == null) {
            return false;
        }
        for (String each : condition.split(",", -1)) {
            String tag = each.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(entityTag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean acceptsGzip(HttpHeaders asked) {
        for (String header : asked.getAll(HttpHeaderNames.ACCEPT_ENCODING)) {
            for (String each : header.split(",", -1)) {
                String[] parts = each.split(";", 2);
                if (parts[0].strip().equalsIgnoreCase("gzip")) {
                    return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
                }
            }
        }
        return false;
    }
}
