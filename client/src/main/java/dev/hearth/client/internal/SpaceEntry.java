package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.KnownSpace;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A space that this data folder knows of.
 *
 * @param id the space
 * @param signals the signal servers that its invitation named
 * @param state how it is here
 * @param personal whether it is the personal space of the identity
 * @param name what it was called when it was closed or ended; empty while it is open
 * @param ending how it ended, for a space that was left or deleted
 */
record SpaceEntry(
        SpaceId id, List<URI> signals, KnownSpace.State state, boolean personal, String name, Optional<Ending> ending) {
    private static final int FORMAT = 2;
    private static final int WITHOUT_STATE = 1;
    private static final List<KnownSpace.State> STATES = List.of(KnownSpace.State.values());
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    SpaceEntry {
        signals = List.copyOf(signals);
    }

    /**
     * How a space ended for this device.
     *
     * @param by who left or deleted it
     * @param at when this device learned of it
     * @param told the devices of members that know
     */
    record Ending(IdentityId by, Instant at, Set<DeviceId> told) {
        Ending {
            told = Set.copyOf(told);
        }
    }

    /** A space that is open. */
    static SpaceEntry open(SpaceId id, List<URI> signals, boolean personal) {
        return new SpaceEntry(id, signals, KnownSpace.State.OPEN, personal, "", Optional.empty());
    }

    SpaceEntry opened() {
        return new SpaceEntry(id, signals, KnownSpace.State.OPEN, personal, "", Optional.empty());
    }

    SpaceEntry closed(String lastName) {
        return new SpaceEntry(id, signals, KnownSpace.State.CLOSED, personal, lastName, Optional.empty());
    }

    SpaceEntry ended(KnownSpace.State how, String lastName, Ending by) {
        return new SpaceEntry(id, signals, how, personal, lastName, Optional.of(by));
    }

    /** Returns this entry of an ended space after {@code devices} were told too. */
    SpaceEntry told(Set<DeviceId> devices) {
        Ending now = ending.orElseThrow();
        Set<DeviceId> all = new TreeSet<>(now.told());
        all.addAll(devices);
        return ended(state, name, new Ending(now.by(), now.at(), all));
    }

    boolean isEnded() {
        return ending.isPresent();
    }

    Bytes encode() {
        List<Cbor> uris = signals.stream().map(uri -> Cbor.of(uri.toString())).toList();
        return Cbor.array(
                        Cbor.of(FORMAT),
                        Cbor.of(id.value()),
                        Cbor.array(uris),
                        Cbor.of(STATES.indexOf(state)),
                        Cbor.of(personal),
                        Cbor.of(name),
                        ending.map(SpaceEntry::encode).orElse(new Cbor.Nil()))
                .encode();
    }

    private static Cbor encode(Ending ending) {
        List<Cbor> told = new TreeSet<>(ending.told())
                .stream().map(device -> Cbor.of(device.value())).toList();
        return Cbor.array(Cbor.of(ending.by().value()), Cbor.of(ending.at().getEpochSecond()), Cbor.array(told));
    }

    static SpaceEntry decode(Bytes encoded) throws MalformedException {
        List<Cbor> fields = Cbor.decode(encoded).asList();
        long format = fields.isEmpty() ? 0 : fields.get(0).asLong();
        if (format != FORMAT && format != WITHOUT_STATE) {
            throw new MalformedException("Space entry of an unknown format");
        }
        fields = Cbor.decode(encoded).asList(format == FORMAT ? 7 : 3);
        List<URI> signals = new ArrayList<>();
        for (Cbor uri : fields.get(2).asList()) {
            signals.add(uri(uri.asText()));
        }
        SpaceId id = new SpaceId(fields.get(1).asBytes(SpaceId.SIZE));
        if (format == WITHOUT_STATE) {
            return open(id, signals, false);
        }
        KnownSpace.State state = state(fields.get(3).asLong());
        Cbor ending = fields.get(6);
        boolean ended = state == KnownSpace.State.LEFT || state == KnownSpace.State.DELETED;
        if (ended == ending.isNil()) {
            throw new MalformedException("Only a space that ended has an ending");
        }
        return new SpaceEntry(
                id,
                signals,
                state,
                fields.get(4).asBool(),
                fields.get(5).asText(),
                ended ? Optional.of(ending(ending)) : Optional.empty());
    }

    private static KnownSpace.State state(long number) throws MalformedException {
        if (number < 0 || number >= STATES.size()) {
            throw new MalformedException("Space entry of an unknown state");
        }
        return STATES.get((int) number);
    }

    private static Ending ending(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList(3);
        long seconds = fields.get(1).asLong();
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new MalformedException("Time out of range");
        }
        Set<DeviceId> told = new TreeSet<>();
        for (Cbor device : fields.get(2).asList()) {
            told.add(new DeviceId(device.asBytes(DeviceId.SIZE)));
        }
        return new Ending(new IdentityId(fields.get(0).asBytes(IdentityId.SIZE)), Instant.ofEpochSecond(seconds), told);
    }

    private static URI uri(String text) throws MalformedException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new MalformedException("Address is no URI", e);
        }
    }
}
