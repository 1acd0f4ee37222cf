package dev.hearth.kube.internal.web;

import dev.hearth.base.Bytes;
import dev.hearth.kube.internal.bundle.BundleFile;
import dev.hearth.kube.internal.bundle.MediaTypes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** A file ready to be sent: its bytes outside the heap, as they are and compressed, and what is said about it. */
final class Asset {
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";

    /** A hash in a name as build tools put it: hexadecimal digits, or letters of both cases and digits. */
    private static final Pattern HASHED = Pattern.compile(".*[.-]("
            + "(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,}"
            + "|(?=[\\w-]*[0-9])(?=[\\w-]*[a-z])(?=[\\w-]*[A-Z])[\\w-]{8,})(\\.[a-z0-9]+)+");

    private final ByteBuf plain;
    private final Optional<ByteBuf> compressed;
    private final String tag;
    private final String mediaType;
    private final String cacheControl;

    private Asset(ByteBuf plain, Optional<ByteBuf> compressed, String tag, String mediaType, String cacheControl) {
        this.plain = plain;
        this.compressed = compressed;
        this.tag = tag;
        this.mediaType = mediaType;
        this.cacheControl = cacheControl;
    }

    static Asset of(String path, BundleFile file, Bytes content) {
        byte[] bytes = content.toArray();
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean hashed = !file.mediaType().startsWith("text/html")
                && HASHED.matcher(name).matches();
        return new Asset(
                outsideHeap(bytes),
                MediaTypes.isCompressible(file.mediaType()) ? compressed(bytes) : Optional.empty(),
                file.hash().value().slice(0, 16).hex(),
                file.mediaType(),
                hashed ? IMMUTABLE : REVALIDATE);
    }

    private static Optional<ByteBuf> compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size() < bytes.length ? Optional.of(outsideHeap(out.toByteArray())) : Optional.empty();
    }

    /** Uses a buffer of the JDK, which the collector frees once no release and no response holds it. */
    private static ByteBuf outsideHeap(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(buffer).asReadOnly());
    }

    /** One way to send the file. */
    record Variant(ByteBuf body, String entityTag, boolean gzip) {}

    Variant plain() {
        return new Variant(plain, '"' + tag + '"', false);
    }

    Variant variant(boolean acceptsGzip) {
        return acceptsGzip && compressed.isPresent()
                ? new Variant(compressed.get(), '"' + tag + "-gz\"", true)
                : plain();
    }

    boolean variesByEncoding() {
        return compressed.isPresent();
    }

    String mediaType() {
        return mediaType;
    }

    String cacheControl() {
        return cacheControl;
    }

    boolean isHtml() {
        return mediaType.startsWith("text/html");
    }
}
