package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.LinkKind;

/** The text of a device invitation: that of one by code, under another name, so that neither is taken for the other. */
final class DeviceLink {
    private static final String SPACE = LinkKind.JOIN.prefix();
    private static final String DEVICE = LinkKind.DEVICE.prefix();

    private DeviceLink() {}

    static String text(InvitationLink link) {
        return DEVICE + link.text().substring(SPACE.length());
    }

    /** Reads it; throws INVITATION_MALFORMED, or LINK_OF_ANOTHER_KIND for one that is for something else. */
    static InvitationLink parse(String text) {
        LinkKind.DEVICE.requireNoOther(text);
        String stripped = text.strip();
        if (!stripped.startsWith(DEVICE)) {
            throw new HearthException(ErrorCode.INVITATION_MALFORMED);
        }
        InvitationLink link = InvitationLink.parse(SPACE + stripped.substring(DEVICE.length()));
        if (!link.needsCode()) {
            throw new HearthException(ErrorCode.INVITATION_MALFORMED);
        }
        return link;
    }

    static InvitationLink.Way.Code way(InvitationLink link) {
        return (InvitationLink.Way.Code) link.way();
    }
}
