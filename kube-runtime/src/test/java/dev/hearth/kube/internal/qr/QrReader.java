package dev.hearth.kube.internal.qr;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Reads QR codes as a camera's program does, from an image or from what a terminal shows. */
public final class QrReader {
    private static final int PIXELS = 4;
    private static final int WHITE = 0xFFFFFF;

    private QrReader() {}

    /** Returns the text of a PNG. */
    public static String png(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int width = image.getWidth();
        int height = image.getHeight();
        return read(new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width)));
    }

    /** Returns the text of the lines that a terminal shows, of half blocks or of plain characters. */
    public static String terminal(List<String> lines) {
        List<String> shown = lines.stream()
                .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", ""))
                .toList();
        boolean plain = shown.stream().allMatch(line -> line.matches("[ #]*"));
        int size = plain ? shown.size() : shown.get(0).length();
        int width = size * PIXELS;
        int[] pixels = new int[width * width];
        Arrays.fill(pixels, WHITE);
        for (int y = 0; y < width; y++) {
            for (int x = 0; x < width; x++) {
                int column = x / PIXELS;
                int row = y / PIXELS;
                if (plain
                        ? shown.get(row).charAt(2 * column) == '#'
                        : half(shown.get(row / 2).charAt(column), row)) {
                    pixels[y * width + x] = 0;
                }
            }
        }
        return read(new RGBLuminanceSource(width, width, pixels));
    }

    private static boolean half(char block, int row) {
        return switch (block) {
            case '\u2588' -> true;
            case '\u2580' -> row % 2 == 0;
            case '\u2584' -> row % 2 == 1;
            case ' ' -> false;
            default -> throw new IllegalArgumentException("block: none of the half blocks, got " + block);
        };
    }

    private static String read(LuminanceSource source) {
        try {
            return new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(source)),
                            Map.of(DecodeHintType.PURE_BARCODE, Boolean.TRUE))
                    .getText();
        } catch (ReaderException e) {
            throw new IllegalStateException("No code that can be read", e);
        }
    }
}
