package dev.hearth.kube.cli;

import dev.hearth.base.HearthException;
import dev.hearth.kube.internal.qr.QrCode;
import dev.hearth.kube.internal.qr.QrImage;
import dev.hearth.kube.internal.qr.QrText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a link is also shown as a QR code, and how. Whoever photographs the code has the link. */
final class QrOptions {
    @Option(names = "--qr", description = "Also print the link as a QR code.")
    private boolean blocks;

    @Option(names = "--qr-ascii", description = "The same in plain characters; on a light background.")
    private boolean ascii;

    @Option(names = "--qr-png", paramLabel = "FILE", description = "Also write the QR code into a PNG image.")
    private @Nullable Path image;

    /** Where JSON was asked for, the code is printed on standard error. */
    void show(Console console, String link) {
        if (!blocks && !ascii && image == null) {
            return;
        }
        QrCode code = QrCode.of(link);
        if (blocks) {
            QrText.blocks(code).forEach(console::progress);
        }
        if (ascii) {
            QrText.ascii(code).forEach(console::progress);
        }
        if (image != null) {
            write(image, QrImage.png(code));
        }
    }

    private static void write(Path file, byte[] png) {
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw HearthException.ofFile(file, e);
        }
    }
}
