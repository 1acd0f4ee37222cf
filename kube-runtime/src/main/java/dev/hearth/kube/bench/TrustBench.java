package dev.hearth.kube.bench;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.crdt.ChangeException;
import dev.hearth.echo.port.FeedChain;
import dev.hearth.halo.Addition;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.SpaceCredentials;
import dev.hearth.halo.StoreSealer;
import dev.hearth.halo.crypto.Aead;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Hpke;
import dev.hearth.halo.crypto.HybridKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.halo.crypto.VerifyKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Measures what it costs to verify, to know who may do what, and to seal, beside the bare primitives. */
public final class TrustBench {
    private static final int BODY = 170;
    private static final int PLACE = 118;
    private static final int RECORD = 1_024;
    private static final int KEY = 20;
    private static final String DOMAIN = "hearth bench";

    private final Sizes sizes;
    private final Rounds rounds;
    private final Seams seams = Seams.system();
    private final SecureRandom random = seams.random();

    private TrustBench(Sizes sizes, Rounds rounds) {
        this.sizes = sizes;
        this.rounds = rounds;
    }

    /**
     * How much to measure with, each at least one.
     *
     * @param blocks of a feed whose last is signed
     * @param removals of members, nine other credentials for each
     * @param members who get the new key
     */
    public record Sizes(int blocks, int removals, int members) {
        /** What the figures in {@code docs/benchmarks.md} are measured with. */
        public static final Sizes USUAL = new Sizes(10_000, 1_000, 100);

        /** Refuses sizes that are out of range. */
        public Sizes {
            if (blocks < 1 || removals < 1 || members < 1) {
                throw new IllegalArgumentException(
                        "blocks " + blocks + ", removals " + removals + ", members " + members + ": one at least");
            }
        }
    }

    /**
     * Measures.
     *
     * @throws IllegalStateException when something that was made does not verify
     */
    public static TrustResult run(Sizes sizes, Rounds rounds) {
        TrustBench bench = new TrustBench(sizes, rounds);
        try (TrustPeople people = TrustPeople.create(sizes.members() + 1, bench.seams)) {
            return bench.run(people);
        } catch (ChangeException | MalformedException | GeneralSecurityException e) {
            throw new IllegalStateException("What was made is not accepted", e);
        }
    }

    private TrustResult run(TrustPeople people) throws ChangeException, MalformedException, GeneralSecurityException {
        LocalIdentity owner = people.owner();
        return new TrustResult(
                history(),
                credential(people),
                TrustEvaluation.run(people, sizes.removals(), rounds, seams),
                sizes.members(),
                rotation(SpaceCredentials.create(owner, seams), people),
                rotation(SpaceCredentials.createPostQuantum(owner, seams), people),
                record(people.keychain()));
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private TrustResult.Beside history() throws ChangeException, MalformedException, GeneralSecurityException {
        SigningKey author = SigningKey.generate(random);
        VerifyKey known = VerifyKey.of(author.verifyKey());
        DeviceId feed = new DeviceId(author.verifyKey());
        SpaceId space = new SpaceId(Bytes.of(randomBytes(SpaceId.SIZE)));
        byte[][] bodies = new byte[sizes.blocks()][];
        FeedChain chain = new FeedChain(space, feed);
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = randomBytes(BODY);
            bodies[i][i % BODY] ^= (byte) i;
            chain.add(bodies[i]);
        }
        Bytes signature = author.sign(DOMAIN, chain.head());
        double nanos = Stopwatch.settledMillis(rounds, () -> {
            FeedChain received = new FeedChain(space, feed);
            for (byte[] body : bodies) {
                received.add(body);
            }
            require(known.verify(DOMAIN, received.head(), signature));
        });
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] place = randomBytes(PLACE);
        double bare = Stopwatch.settledMillis(rounds, () -> {
            for (byte[] body : bodies) {
                sha256.update(place);
                require(sha256.digest(body).length > 0);
            }
        });
        return TrustResult.Beside.of(1e6 * nanos / bodies.length, 1e6 * bare / bodies.length);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("What was made does not verify");
        }
    }

    /** Changes of one member's role: each has one signature, its author's. */
    private TrustResult.Beside credential(TrustPeople people) throws ChangeException, MalformedException {
        SpaceCredentials space = SpaceCredentials.create(people.owner(), seams);
        space.admit(people.owner(), people.member(0), Role.WRITER);
        int known = space.size();
        int count = Math.max(1, sizes.removals() / 2);
        for (int i = 0; i < count; i++) {
            Role next = i % 2 == 0 ? Role.READER : Role.WRITER;
            space.changeRole(people.owner(), people.member(0).identity(), next);
        }
        List<Bytes> all = space.all();
        long nanos = Stopwatch.settled(rounds, () -> {
            SpaceCredentials fresh = restored(all.subList(0, known));
            return Stopwatch.nanos(() ->
                    all.subList(known, all.size()).forEach(each -> require(fresh.add(each) instanceof Addition.Added)));
        });
        SigningKey author = SigningKey.generate(random);
        VerifyKey key = VerifyKey.of(author.verifyKey());
        Bytes message = all.get(all.size() - 1);
        Bytes signature = author.sign(DOMAIN, message);
        double bare = Stopwatch.settledMillis(rounds, () -> {
            for (int i = 0; i < count; i++) {
                require(key.verify(DOMAIN, message, signature));
            }
        });
        return TrustResult.Beside.of((double) nanos / count, 1e6 * bare / count);
    }

    private SpaceCredentials restored(List<Bytes> credentials) {
        try {
            return SpaceCredentials.restore(credentials, seams);
        } catch (MalformedException e) {
            throw new IllegalStateException("What was made is not accepted", e);
        }
    }

    /** Removes one member at a time, who is admitted again before the next. */
    private TrustResult.Beside rotation(SpaceCredentials space, TrustPeople people) throws ChangeException {
        LocalIdentity owner = people.owner();
        people.members().forEach(member -> space.admit(owner, member, Role.WRITER));
        int[] next = {0};
        long nanos = Stopwatch.settled(rounds, () -> {
            var member = people.member(next[0]++ % sizes.members());
            long spent = Stopwatch.nanos(() -> space.remove(owner, member.identity(), Map.of()));
            space.admit(owner, member, Role.WRITER);
            return spent;
        });
        Secret secret = Secret.random(random, Aead.KEY);
        Bytes classical = AgreementKey.generate(random).publicKey();
        Bytes hybrid = HybridKey.generate(random).publicKey();
        double bare = Stopwatch.settledMillis(rounds, () -> {
            for (int i = 0; i < sizes.members(); i++) {
                seal(space.isPostQuantum(), space.isPostQuantum() ? hybrid : classical, secret);
            }
        });
        return TrustResult.Beside.of((double) nanos, 1e6 * bare);
    }

    private static void seal(boolean byXWing, Bytes recipient, Secret secret) {
        try {
            Bytes sealed = byXWing
                    ? Hpke.sealHybrid(recipient, DOMAIN, Bytes.EMPTY, secret)
                    : Hpke.seal(recipient, DOMAIN, Bytes.EMPTY, secret);
            require(sealed.size() > secret.size());
        } catch (MalformedException e) {
            throw new IllegalStateException("A key that was just made is none", e);
        }
    }

    private TrustResult.Beside record(Keychain keychain) throws ChangeException {
        StoreSealer sealer = keychain.storeSealer();
        byte[] key = randomBytes(KEY);
        byte[] value = randomBytes(RECORD);
        int count = 1_000;
        double nanos = Stopwatch.settledMillis(rounds, () -> {
            for (int i = 0; i < count; i++) {
                value[i % RECORD]++;
                require(sealer.seal(key, value).length > RECORD);
            }
        });
        Aead aead = new Aead(Secret.random(random, Aead.KEY));
        byte[] nonce = new byte[Aead.NONCE];
        double bare = Stopwatch.settledMillis(rounds, () -> {
            for (int i = 0; i < count; i++) {
                nonce[i % Aead.NONCE]++;
                value[i % RECORD]++;
                require(aead.seal(nonce, key, value).length > RECORD);
            }
        });
        return TrustResult.Beside.of(1e6 * nanos / count, 1e6 * bare / count);
    }
}
