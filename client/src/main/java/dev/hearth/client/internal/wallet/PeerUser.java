package dev.hearth.client.internal.wallet;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/** Tells whose process is at the other end of a Unix domain socket, by the word of the operating system. */
@FunctionalInterface
interface PeerUser {
    /** Asks the operating system; fails where it does not tell. */
    PeerUser SYSTEM =
            channel -> channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();

    /** Returns the user. */
    UserPrincipal of(SocketChannel channel) throws IOException;

    /** Returns the user of this process, as the owner of a file that it has just made. */
    static UserPrincipal own() {
        try {
            Path probe = Files.createTempFile("hearth-", ".owner");
            try {
                return Files.getOwner(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", "a temporary file"), e);
        }
    }
}
