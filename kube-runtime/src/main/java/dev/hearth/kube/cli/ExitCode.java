package dev.hearth.kube.cli;

import dev.hearth.base.ErrorCode;

/** What the process ends with; documented in docs/cli.md. */
final class ExitCode {
    static final int OK = 0;
    static final int CHECK_FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int ENVIRONMENT = 4;
    static final int UNREACHABLE = 5;
    static final int INTERNAL = 70;

    private ExitCode() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case NOT_PERMITTED,
                    KEY_MISSING,
                    OWNER_STAYS,
                    SPACE_PERSONAL,
                    SPACE_DELETED,
                    SPACE_UNCONFIRMED,
                    WRONG_PASSPHRASE,
                    KEYCHAIN_LOCKED,
                    KEYCHAIN_OLDER,
                    LAST_SLOT,
                    INVITATION_EXPIRED,
                    INVITATION_SPENT,
                    INVITATION_CANCELLED,
                    INVITATION_DECLINED,
                    INVITATION_NOT_FOR_YOU,
                    INVITATION_BUSY,
                    CODE_NEEDED,
                    CODE_WRONG,
                    WALLET_REFUSED,
                    WALLET_ACCESS_ENDED,
                    CREDENTIAL_REFUSED,
                    RECOVERY_WORDS_OUTDATED,
                    RECOVERY_WORDS_AWAY,
                    SHARE_HELD,
                    SHARE_VETOED,
                    SHARE_UNREADABLE,
                    SAFETY_NUMBER_DIFFERS,
                    BUNDLE_REFUSED -> REFUSED;
            case INVITER_UNREACHABLE,
                    PEER_UNREACHABLE,
                    SIGNAL_UNREACHABLE,
                    WALLET_UNREACHABLE,
                    BLOB_UNAVAILABLE,
                    TIMED_OUT -> UNREACHABLE;
            case NO_IDENTITY,
                    IDENTITY_UNKNOWN,
                    SLOT_UNKNOWN,
                    RECOVERY_KEY_MALFORMED,
                    RECOVERY_WORD_UNKNOWN,
                    RECOVERY_WORDS_INCOMPLETE,
                    RECOVERY_WORDS_WRONG,
                    SHARE_MALFORMED,
                    SHARES_MISSING,
                    SHARE_FOREIGN,
                    SHARE_TWICE,
                    SHARES_WRONG,
                    SHARE_UNASKED,
                    IDENTITY_EXISTS,
                    SPACE_UNKNOWN,
                    MEMBER_UNKNOWN,
                    NOTHING_WITHHELD,
                    SPACE_OPEN,
                    OBJECT_UNKNOWN,
                    SPACE_MISMATCH,
                    SCHEMA_MISMATCH,
                    INVITATION_MALFORMED,
                    INVITATION_UNKNOWN,
                    CONTACT_MALFORMED,
                    CONTACT_UNKNOWN,
                    APP_UNKNOWN,
                    INPUT_MALFORMED -> USAGE;
            case INTERNAL -> INTERNAL;
            default -> ENVIRONMENT;
        };
    }
}
