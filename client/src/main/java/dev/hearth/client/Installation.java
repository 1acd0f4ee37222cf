package dev.hearth.client;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.Keychain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The identities of one person on one machine: each has a data folder of its own, with its own keychain and spaces, and
 * knows nothing of the others. The one that is called {@code default} lives in the root folder itself, where it lived
 * before there could be several; the others under {@code identities/}.
 *
 * @param root the root folder
 */
public record Installation(Path root) {
    /** What the identity in the root folder is called. */
    public static final String DEFAULT = "default";

    private static final String FOLDER = "identities";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    /** Returns the names of the identities that are here, the default one first and the others by their names. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (exists(DEFAULT)) {
            names.add(DEFAULT);
        }
        Path folder = root.resolve(FOLDER);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.list(folder)) {
                found.map(path -> path.getFileName().toString())
                        .filter(name -> isName(name) && exists(name))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new HearthException(ErrorCode.STORAGE_FAILED, Map.of("path", folder.toString()), e);
            }
        }
        return List.copyOf(names);
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(DEFAULT);
    }

    /** Returns whether an identity of this name is here. */
    public boolean exists(String name) {
        return Keychain.exists(keychain(name));
    }

    /**
     * Returns the data folder of an identity, for {@link Client#open}, whether it is here yet or not.
     *
     * @param name from 1 to 32 lower-case letters, digits, hyphens and underscores, the first of them no sign
     */
    public Path folder(String name) {
        if (name.equals(DEFAULT)) {
            return root;
        }
        if (!isName(name)) {
            throw new IllegalArgumentException("name: from 1 to 32 of a-z 0-9 - _, the first no sign, got " + name);
        }
        return root.resolve(FOLDER).resolve(name);
    }

    /** Returns the keychain file of an identity; {@link Keychain#slots(Path)} tells what opens it. */
    public Path keychain(String name) {
        return folder(name).resolve("keychain");
    }
}
