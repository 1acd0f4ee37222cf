package dev.hearth.kube.internal.qr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A QR code as a PNG of one bit for each pixel (RFC 2083), which takes three chunks; so a node needs no desktop module
 * of the JDK.
 */
public final class QrImage {
    private static final int PIXELS = 8;
    private static final int GREY = 0;
    private static final int BIT_DEPTH = 1;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private QrImage() {}

    /** Returns the bytes of the image, eight pixels for each module. */
    public static byte[] png(QrCode code) {
        int pixels = code.size() * PIXELS;
        byte[] header = ByteBuffer.allocate(13)
                .putInt(pixels)
                .putInt(pixels)
                .put((byte) BIT_DEPTH)
                .put((byte) GREY)
                .array();
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        image.writeBytes(SIGNATURE);
        chunk(image, "IHDR", header);
        chunk(image, "IDAT", deflated(rows(code)));
        chunk(image, "IEND", new byte[0]);
        return image.toByteArray();
    }

    /**
     * A module is a byte wide: eight pixels, which are white where the bits are one. A zero is in front of each row.
     */
    private static byte[] rows(QrCode code) {
        int width = code.size() + 1;
        byte[] rows = new byte[width * code.size() * PIXELS];
        for (int y = 0; y < code.size() * PIXELS; y++) {
            for (int column = 0; column < code.size(); column++) {
                rows[y * width + 1 + column] = (byte) (code.dark(column, y / PIXELS) ? 0 : 0xFF);
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] rows) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(rows);
            deflater.finish();
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 12];
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
            return compressed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream image, String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(type.length() + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(body);
        image.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
        image.writeBytes(body);
        image.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array());
    }
}
