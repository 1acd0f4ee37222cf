package dev.hearth.halo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.MalformedException;
import java.util.Optional;

/** Why a guest is turned away: a number on the wire, and an error with a remedy for the guest. */
public enum InvitationRefusal {
    /** The code is wrong. */
    CODE_WRONG(0, ErrorCode.CODE_WRONG),
    /** It is past its time. */
    EXPIRED(1, ErrorCode.INVITATION_EXPIRED),
    /** As many joined as may, or too many codes were wrong. */
    SPENT(2, ErrorCode.INVITATION_SPENT),
    /** The guest has no key of the space's suite. */
    KEY_MISSING(3, ErrorCode.KEY_MISSING),
    /** A member took it back. */
    CANCELLED(4, ErrorCode.INVITATION_CANCELLED),
    /** A member looked at who asks, and said no. */
    DECLINED(5, ErrorCode.INVITATION_DECLINED),
    /** It is for another identity. */
    NOT_FOR_YOU(6, ErrorCode.INVITATION_NOT_FOR_YOU),
    /** The space has ended. */
    SPACE_DELETED(7, ErrorCode.SPACE_DELETED),
    /** The host may not admit that role any more, or the guest came in by it before and is no member now. */
    NOT_PERMITTED(8, ErrorCode.NOT_PERMITTED),
    /** Too many wait for approval. */
    BUSY(9, ErrorCode.INVITATION_BUSY);

    private final int code;
    private final ErrorCode error;

    InvitationRefusal(int code, ErrorCode error) {
        this.code = code;
        this.error = error;
    }

    /** Returns the error that the guest sees. */
    public ErrorCode error() {
        return error;
    }

    int code() {
        return code;
    }

    static InvitationRefusal ofCode(int code) throws MalformedException {
        for (InvitationRefusal refusal : values()) {
            if (refusal.code == code) {
                return refusal;
            }
        }
        throw new MalformedException("Refusal of an unknown kind");
    }

    /** Returns the refusal that an error of the admission stands for, if it is one that the guest is told. */
    static Optional<InvitationRefusal> of(ErrorCode error) {
        return switch (error) {
            case KEY_MISSING -> Optional.of(KEY_MISSING);
            case SPACE_DELETED -> Optional.of(SPACE_DELETED);
            case NOT_PERMITTED -> Optional.of(NOT_PERMITTED);
            default -> Optional.empty();
        };
    }
}
