package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.RootBox;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the devices of an identity learn what to seal to for its recovery words: a property of the personal space. */
final class RootBoxes {
    private static final String PROPERTY = "recovery.box";

    private RootBoxes() {}

    /** Tells the other devices, if the root key is on this one. */
    static void publish(OpenSpace personal, LocalIdentity identity) {
        if (!identity.hasRoot()) {
            return;
        }
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(RootBox.of(identity).encoded().toArray());
        if (!personal.properties().get(PROPERTY).equals(Optional.of(text))) {
            personal.properties().set(PROPERTY, text);
        }
    }

    /** Returns the box; throws RECOVERY_WORDS_AWAY where the root key is not here and none is told. */
    static RootBox find(OpenSpace personal, LocalIdentity identity) {
        if (identity.hasRoot()) {
            return RootBox.of(identity);
        }
        String text = personal.properties()
                .get(PROPERTY)
                .orElseThrow(() -> new HearthException(ErrorCode.RECOVERY_WORDS_AWAY));
        try {
            return RootBox.verify(Bytes.of(Base64.getUrlDecoder().decode(text)), chains(personal, identity));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new HearthException(ErrorCode.RECOVERY_WORDS_AWAY, Map.of(), e);
        }
    }

    /** Returns the chain that knows of the newest root key. */
    static IdentityChain newest(OpenSpace personal, LocalIdentity identity) {
        return chains(personal, identity).stream()
                .max(Comparator.comparingInt(IdentityChain::rootChanges))
                .orElseThrow();
    }

    private static List<IdentityChain> chains(OpenSpace personal, LocalIdentity identity) {
        List<IdentityChain> chains = new ArrayList<>(List.of(identity.chain()));
        personal.access()
                .authority()
                .member(identity.id())
                .ifPresent(self -> self.devices().values().forEach(device -> chains.add(device.chain())));
        return chains;
    }
}
