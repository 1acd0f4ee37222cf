package dev.hearth.halo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Map;

/** What a link of Hearth is for: each kind begins in its own way, so that none is taken for another. */
public enum LinkKind {
    /** Leads into a space: an {@link InvitationLink}. */
    JOIN("hearth://join#", "hearth join LINK"),
    /** Makes an installation a device of an identity. */
    DEVICE("hearth://device#", "hearth device join LINK"),
    /** Tells who somebody is: a {@link ContactCard}. */
    CONTACT("hearth://contact#", "hearth contact add LINK"),
    /** What two people compare: a {@link SafetyNumber}. */
    VERIFY("hearth://verify#", "hearth contact verify PERSON LINK");

    private final String prefix;
    private final String command;

    LinkKind(String prefix, String command) {
        this.prefix = prefix;
        this.command = command;
    }

    /** Returns what a link of this kind begins with. */
    public String prefix() {
        return prefix;
    }

    /** Returns whether {@code text} begins as a link of this kind; whether it is a whole one is another question. */
    public boolean begins(String text) {
        return text.strip().startsWith(prefix);
    }

    /** Throws LINK_OF_ANOTHER_KIND, with the command that takes it, where {@code text} begins as another kind does. */
    public void requireNoOther(String text) {
        for (LinkKind each : values()) {
            if (each != this && each.begins(text)) {
                throw new HearthException(ErrorCode.LINK_OF_ANOTHER_KIND, Map.of("command", each.command));
            }
        }
    }
}
