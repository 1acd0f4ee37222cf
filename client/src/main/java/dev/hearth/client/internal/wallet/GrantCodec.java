package dev.hearth.client.internal.wallet;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Limit;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.AppRights;
import dev.hearth.client.wallet.AppScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scopes and grants as they are sent and kept. */
public final class GrantCodec {
    private static final List<AppRights> RIGHTS = List.of(AppRights.PROVE, AppRights.READ, AppRights.WRITE);
    private static final Limit KNOWN_RIGHTS = new Limit("for the rights of an application", RIGHTS.size() - 1L);
    private static final Limit SPACES = new Limit("spaces of a scope", AppScope.MAX_SPACES);
    private static final Limit NAME = new Limit("characters of an application's name", 256);
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    private GrantCodec() {}

    /** Returns a scope as CBOR. */
    public static Cbor encode(AppScope scope) {
        List<Cbor> spaces =
                scope.spaces().stream().sorted().map(id -> Cbor.of(id.value())).toList();
        return Cbor.array(
                Cbor.of(RIGHTS.indexOf(scope.rights())),
                Cbor.of(scope.allSpaces()),
                Cbor.array(spaces),
                scope.until().map(GrantCodec::time).orElse(new Cbor.Nil()));
    }

    private static Cbor time(Instant time) {
        return Cbor.of(time.getEpochSecond());
    }

    /** Reads a scope. */
    public static AppScope scope(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList(4);
        AppRights rights = RIGHTS.get(fields.get(0).asInt(KNOWN_RIGHTS));
        List<Cbor> ids = fields.get(2).asList();
        SPACES.check(ids.size());
        Set<SpaceId> spaces = new HashSet<>();
        for (Cbor id : ids) {
            spaces.add(new SpaceId(id.asBytes(SpaceId.SIZE)));
        }
        try {
            return new AppScope(rights, fields.get(1).asBool(), spaces, optionalTime(fields.get(3)));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("Scope that names spaces without a right in them", e);
        }
    }

    private static Optional<Instant> optionalTime(Cbor field) throws MalformedException {
        return field.isNil() ? Optional.empty() : Optional.of(time(field.asLong()));
    }

    private static Instant time(long seconds) throws MalformedException {
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new MalformedException("Time out of range");
        }
        return Instant.ofEpochSecond(seconds);
    }

    static Cbor encode(AppGrant grant) {
        return Cbor.array(
                Cbor.of(grant.app().value()),
                Cbor.of(grant.name()),
                encode(grant.scope()),
                time(grant.granted()),
                grant.ending()
                        .<Cbor>map(ending -> Cbor.array(time(ending.at()), Cbor.of(ending.expired())))
                        .orElse(new Cbor.Nil()));
    }

    static AppGrant grant(Cbor encoded) throws MalformedException {
        List<Cbor> fields = encoded.asList(5);
        return new AppGrant(
                new DeviceId(fields.get(0).asBytes(DeviceId.SIZE)),
                name(fields.get(1)),
                scope(fields.get(2)),
                time(fields.get(3).asLong()),
                ending(fields.get(4)));
    }

    private static Optional<AppGrant.Ending> ending(Cbor encoded) throws MalformedException {
        if (encoded.isNil()) {
            return Optional.empty();
        }
        List<Cbor> fields = encoded.asList(2);
        return Optional.of(
                new AppGrant.Ending(time(fields.get(0).asLong()), fields.get(1).asBool()));
    }

    static String name(Cbor field) throws MalformedException {
        String name = field.asText();
        NAME.check(name.length());
        return name;
    }

    /** Returns credentials as one sequence of bytes, which grows at its end as the list does. */
    static Bytes stream(List<Bytes> credentials) {
        List<Bytes> parts = new ArrayList<>();
        for (Bytes each : credentials) {
            parts.add(new ByteWriter().sized(each).toBytes());
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }
}
