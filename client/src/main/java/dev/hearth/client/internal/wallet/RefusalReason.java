package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Map;

/** Why a wallet does not give something: the reason in the details of WALLET_REFUSED, which docs/wallet.md lists. */
enum RefusalReason {
    /** A no. */
    USER_REFUSED("The user of the wallet said no."),
    /** The patience is over. */
    USER_SILENT("The user of the wallet did not answer in time."),
    /** Others ask already. */
    QUESTIONS_WAIT("Too many questions wait for the user of the wallet already, or one of this application does."),
    /** The prompt threw something. */
    PROMPT_FAILED("The wallet could not ask its user."),
    /** The prompt broke its contract. */
    PROMPT_EXCEEDED("The wallet's prompt gave no space, or more than was asked for."),
    /** Closed while it asked. */
    WALLET_CLOSED("The wallet was closed before its user answered."),
    /** Not asked for. */
    NOTHING_GRANTED("Nothing was granted to this application."),
    /** No hello. */
    NOT_INTRODUCED("The application has not said who it is."),
    /** Of another wallet. */
    OTHER_IDENTITY("The application belongs to another identity than the one that this wallet serves."),
    /** From reading to writing. */
    READS_ONLY("A key that was let in to read does not come to write: ask from an empty data folder."),
    /** A space that is not here, or not granted. */
    NO_SUCH_SPACE("One of the spaces is not open in the wallet, or was not granted."),
    /** As many grants as are kept. */
    GRANTS_FULL("The wallet has as many grants as it keeps."),
    /** As many connections as one has. */
    CONNECTIONS_FULL("The application has as many connections to the wallet as one may have.");

    private final String sentence;

    RefusalReason(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    HearthException refused() {
        return new HearthException(ErrorCode.WALLET_REFUSED, Map.of("reason", sentence));
    }

    HearthException refused(Throwable cause) {
        return new HearthException(ErrorCode.WALLET_REFUSED, Map.of("reason", sentence), cause);
    }
}
