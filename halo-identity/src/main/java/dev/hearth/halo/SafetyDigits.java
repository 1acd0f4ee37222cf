package dev.hearth.halo;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.halo.crypto.Sha256;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Digits by which two people tell, by voice, that the guest who waits is the one who speaks. A name can be chosen as
 * another's; who wants the same digits as another has to make 10^20 identities on average.
 */
public final class SafetyDigits {
    private static final String DOMAIN = "hearth safety digits";
    private static final int GROUPS = 4;
    private static final int GROUP_BYTES = 8;
    private static final long RANGE = 100_000;

    private SafetyDigits() {}

    /** Returns four groups of five digits for {@code guest} at the invitation of an id. */
    public static String of(Bytes invitation, IdentityId guest) {
        Bytes hash = Sha256.of(new ByteWriter()
                        .text(DOMAIN)
                        .sized(invitation)
                        .sized(guest.value())
                        .toBytes())
                .value();
        StringJoiner digits = new StringJoiner(" ");
        for (int group = 0; group < GROUPS; group++) {
            long value = 0;
            for (int i = 0; i < GROUP_BYTES; i++) {
                value = value << 8 | (hash.at(group * GROUP_BYTES + i) & 0xFF);
            }
            digits.add(String.format(Locale.ROOT, "%05d", Long.remainderUnsigned(value, RANGE)));
        }
        return digits.toString();
    }
}
