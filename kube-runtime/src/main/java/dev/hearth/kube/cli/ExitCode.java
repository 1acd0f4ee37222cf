package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/** What the process ends with; documented in docs/cli.md. */
final class ExitCode {
    static final int OK = 0;
    static final int CHECK_FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int ENVIRONMENT = 4;
    static final int UNREACHABLE = 5;
    static final int INTERNAL = 70;

    private static final Set<ErrorCode> REFUSALS = EnumSet.of(
            ErrorCode.NOT_PERMITTED,
            ErrorCode.KEY_MISSING,
            ErrorCode.OWNER_STAYS,
            ErrorCode.SPACE_PERSONAL,
            ErrorCode.SPACE_DELETED,
            ErrorCode.SPACE_UNCONFIRMED,
            ErrorCode.WRONG_PASSPHRASE,
            ErrorCode.KEYCHAIN_LOCKED,
            ErrorCode.KEYCHAIN_OLDER,
            ErrorCode.LAST_SLOT,
            ErrorCode.INVITATION_EXPIRED,
            ErrorCode.INVITATION_SPENT,
            ErrorCode.INVITATION_CANCELLED,
            ErrorCode.INVITATION_DECLINED,
            ErrorCode.INVITATION_NOT_FOR_YOU,
            ErrorCode.INVITATION_BUSY,
            ErrorCode.CODE_NEEDED,
            ErrorCode.CODE_WRONG,
            ErrorCode.COMPARISON_DECLINED,
            ErrorCode.WALLET_REFUSED,
            ErrorCode.WALLET_ACCESS_ENDED,
            ErrorCode.CREDENTIAL_REFUSED,
            ErrorCode.RECOVERY_WORDS_OUTDATED,
            ErrorCode.RECOVERY_WORDS_AWAY,
            ErrorCode.SHARE_HELD,
            ErrorCode.SHARE_VETOED,
            ErrorCode.SHARE_UNREADABLE,
            ErrorCode.SAFETY_NUMBER_DIFFERS,
            ErrorCode.BUNDLE_REFUSED,
            ErrorCode.DEVICE_DECLINED,
            ErrorCode.SIGNAL_PLAIN,
            ErrorCode.SIGNAL_UNTRUSTED,
            ErrorCode.NOT_READABLE);

    private static final Set<ErrorCode> ABSENCES = EnumSet.of(
            ErrorCode.INVITER_UNREACHABLE,
            ErrorCode.PEER_UNREACHABLE,
            ErrorCode.SIGNAL_UNREACHABLE,
            ErrorCode.WALLET_UNREACHABLE,
            ErrorCode.BLOB_UNAVAILABLE,
            ErrorCode.TIMED_OUT);

    private static final Set<ErrorCode> MISTAKES = EnumSet.of(
            ErrorCode.NO_IDENTITY,
            ErrorCode.IDENTITY_UNKNOWN,
            ErrorCode.SLOT_UNKNOWN,
            ErrorCode.RECOVERY_KEY_MALFORMED,
            ErrorCode.RECOVERY_WORD_UNKNOWN,
            ErrorCode.RECOVERY_WORDS_INCOMPLETE,
            ErrorCode.RECOVERY_WORDS_WRONG,
            ErrorCode.SHARE_MALFORMED,
            ErrorCode.SHARES_MISSING,
            ErrorCode.SHARE_FOREIGN,
            ErrorCode.SHARE_TWICE,
            ErrorCode.SHARES_WRONG,
            ErrorCode.SHARE_UNASKED,
            ErrorCode.IDENTITY_EXISTS,
            ErrorCode.SPACE_UNKNOWN,
            ErrorCode.MEMBER_UNKNOWN,
            ErrorCode.NOTHING_WITHHELD,
            ErrorCode.SPACE_OPEN,
            ErrorCode.OBJECT_UNKNOWN,
            ErrorCode.SPACE_MISMATCH,
            ErrorCode.SCHEMA_MISMATCH,
            ErrorCode.INVITATION_MALFORMED,
            ErrorCode.LINK_OF_ANOTHER_KIND,
            ErrorCode.CODE_MALFORMED,
            ErrorCode.SAFETY_NUMBER_MALFORMED,
            ErrorCode.FILE_UNKNOWN,
            ErrorCode.INVITATION_UNKNOWN,
            ErrorCode.CONTACT_MALFORMED,
            ErrorCode.CONTACT_UNKNOWN,
            ErrorCode.APP_UNKNOWN,
            ErrorCode.WALLET_APP_UNKNOWN,
            ErrorCode.INPUT_MALFORMED,
            ErrorCode.DEVICE_UNKNOWN);

    private ExitCode() {}

    static int of(ErrorCode code) {
        if (REFUSALS.contains(code)) {
            return REFUSED;
        } else if (ABSENCES.contains(code)) {
            return UNREACHABLE;
        } else if (MISTAKES.contains(code)) {
            return USAGE;
        }
        return code == ErrorCode.INTERNAL ? INTERNAL : ENVIRONMENT;
    }
}
