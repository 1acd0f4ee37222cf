package dev.hearth.kube.internal.qr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The modules of a QR code (ISO/IEC 18004), with the quiet zone around it. Of the levels of correction it takes the
 * lowest: a screen is not torn or stained, and fewer modules fit into a terminal. Immutable.
 */
public final class QrCode {
    /** Light modules on each side, as the standard wants. */
    public static final int QUIET_ZONE = 4;

    private final BitMatrix modules;

    private QrCode(BitMatrix modules) {
        this.modules = modules;
    }

    /** Returns the code of an ASCII text of 1 to 2,953 characters. */
    public static QrCode of(String text) {
        if (text.isEmpty() || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("text: ASCII, and not empty");
        }
        Map<EncodeHintType, Object> hints =
                Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.L, EncodeHintType.MARGIN, QUIET_ZONE);
        try {
            return new QrCode(new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints));
        } catch (WriterException e) {
            throw new IllegalArgumentException("text: too long for a QR code, " + text.length() + " characters", e);
        }
    }

    /** Returns how many modules wide and high it is, quiet zone included. */
    public int size() {
        return modules.getWidth();
    }

    /** Returns whether a module is dark; what lies beyond the edge is light. */
    public boolean dark(int column, int row) {
        return column < size() && row < size() && modules.get(column, row);
    }
}
