package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.halo.Addition;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import java.util.List;
import java.util.Map;

/**
 * The rule of authority over a history in which one member after the other is admitted, given the key, given another
 * role six times and removed, whereupon the key changes: ten credentials for each. Signatures are checked before the
 * clock starts.
 */
final class TrustEvaluation {
    private static final int MORE = 20;

    private final List<Bytes> credentials;
    private final int counted;
    private final Seams seams;

    private TrustEvaluation(List<Bytes> credentials, int counted, Seams seams) {
        this.credentials = credentials;
        this.counted = counted;
        this.seams = seams;
    }

    static TrustResult.Evaluated run(TrustPeople people, int removals, Rounds rounds, Seams seams)
            throws ChangeException {
        SpaceCredentials space = SpaceCredentials.create(people.owner(), seams);
        for (int i = 0; i < removals; i++) {
            live(space, people.owner(), people.member(i % people.members().size()));
        }
        int counted = space.size();
        for (int i = 0; i < MORE / 2; i++) {
            space.admit(people.owner(), people.member(i % people.members().size()), Role.RELAY);
            space.remove(
                    people.owner(), people.member(i % people.members().size()).identity(), Map.of());
        }
        TrustEvaluation evaluation = new TrustEvaluation(space.all(), counted, seams);
        long scratch = Stopwatch.median(rounds, () -> {
            SpaceCredentials fresh = evaluation.received();
            return Stopwatch.nanos(() -> require(fresh.authority().members().size() == 1));
        });
        return new TrustResult.Evaluated(
                counted, removals, Stopwatch.rounded(scratch / 1e6), Stopwatch.rounded(evaluation.oneMore() / 1e6));
    }

    private static void live(SpaceCredentials space, LocalIdentity owner, IdentityChain member) {
        space.admit(owner, member, Role.WRITER);
        for (int i = 0; i < 6; i++) {
            space.changeRole(owner, member.identity(), i % 2 == 0 ? Role.READER : Role.WRITER);
        }
        space.remove(owner, member.identity(), Map.of());
    }

    /** Returns all that are counted, with no more than the first evaluated. */
    private SpaceCredentials received() {
        try {
            SpaceCredentials fresh = SpaceCredentials.restore(credentials.subList(0, 1), seams);
            for (Bytes each : credentials.subList(1, counted)) {
                require(fresh.add(each) instanceof Addition.Added);
            }
            return fresh;
        } catch (MalformedException e) {
            throw new IllegalStateException("What was made is not accepted", e);
        }
    }

    private double oneMore() throws ChangeException {
        SpaceCredentials fresh = received();
        require(!fresh.authority().members().isEmpty());
        int more = credentials.size() - counted;
        return Stopwatch.median(new Rounds(more / 2, more - more / 2), () -> {
            require(fresh.add(credentials.get(fresh.size())) instanceof Addition.Added);
            return Stopwatch.nanos(() -> require(!fresh.authority().members().isEmpty()));
        });
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("What was made is not accepted");
        }
    }
}
