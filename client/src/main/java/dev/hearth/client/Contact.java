package dev.hearth.client;

import dev.hearth.base.IdentityId;
import dev.hearth.base.SpaceId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom this client's identity keeps as a contact, or has met in a space.
 *
 * @param id the identity, which no other one can have
 * @param kept what the user has noted, for a contact; empty for somebody who was only met
 * @param seen what it tells about itself, and where it was met
 * @param trust whether the user has made sure who it is
 * @param resembles contacts, or this client's identity, with a name that reads like one of this one's: whoever shows
 *     names shows such a one with more than its name
 */
public record Contact(IdentityId id, Optional<Kept> kept, Seen seen, Trust trust, Set<IdentityId> resembles) {
    /** Copies. */
    public Contact {
        resembles = Set.copyOf(resembles);
    }

    /** Returns what to show: the name that the user gave, or else what it calls itself, or else the start of its id. */
    public String name() {
        return kept.flatMap(Kept::name).orElseGet(() -> seen.name().isEmpty() ? id.brief() : seen.name());
    }

    /** Returns whether the user keeps it as a contact. */
    public boolean isContact() {
        return kept.isPresent();
    }

    /** Returns whether the user has compared the safety number, and the root key is the one of that time. */
    public boolean isVerified() {
        return trust.state() == State.VERIFIED;
    }

    /**
     * What the user has noted.
     *
     * @param name what the user calls it, if anything
     * @param note any text; empty if none
     */
    public record Kept(Optional<String> name, String note) {}

    /**
     * What it tells.
     *
     * @param name what it calls itself, as it may be shown; see {@link dev.hearth.halo.ShownName}
     * @param spaces the open spaces that it is a member of
     * @param signals where it can be met, by its contact card
     */
    public record Seen(String name, Set<SpaceId> spaces, List<URI> signals) {
        /** Copies. */
        public Seen {
            spaces = Set.copyOf(spaces);
            signals = List.copyOf(signals);
        }
    }

    /**
     * Whether the user has made sure who it is.
     *
     * @param state how it is now
     * @param verified when the user last did; empty if never
     * @param rootChanges how often it has changed its root key, as far as is known here
     * @param disputed whether there are contradictory changes of its root key: somebody used a former one, and nobody
     *     can be verified by it
     */
    public record Trust(State state, Optional<Instant> verified, int rootChanges, boolean disputed) {}

    /** Whether somebody is whom the user takes it for. */
    public enum State {
        /** The user never compared the safety number. */
        UNVERIFIED,
        /** The user compared it, and the root key is the same. */
        VERIFIED,
        /** The user compared it once, and the root key was changed since: its recovery words are others. */
        CHANGED
    }
}
