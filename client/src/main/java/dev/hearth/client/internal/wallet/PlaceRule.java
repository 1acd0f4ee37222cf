package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.nio.file.Path;
import java.util.Map;

/** What the place of a wallet's socket breaks: the rule in the details of WALLET_UNSAFE, which docs/wallet.md lists. */
enum PlaceRule {
    /** {@code sockaddr_un} is short. */
    PATH_LENGTH("The path of the socket may have at most " + WalletPlace.MAX_PATH + " bytes, and this one has more."),
    /** A system without them. */
    SYSTEM("This system has no Unix domain sockets, or does not tell who owns a file or is at the other end."),
    /** A link, a file, or another's. */
    SOCKET("What is in the place of the socket is no socket, or another user's."),
    /** A link or a file. */
    FOLDER_KIND("The socket's folder is a link, or no folder."),
    /** Another's. */
    FOLDER_OWNER("The socket's folder belongs to another user."),
    /** Not 0700. */
    FOLDER_MODE("The socket's folder is open to others: its mode must be 0700."),
    /** Above the folder. */
    FOLDER_ABOVE("Other users can exchange a folder above the socket's."),
    /** By the operating system's word. */
    OTHER_END("The process at the other end of the socket is another user's.");

    private final String sentence;

    PlaceRule(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    HearthException broken(Path socket) {
        return new HearthException(ErrorCode.WALLET_UNSAFE, Map.of("socket", socket.toString(), "rule", sentence));
    }
}
