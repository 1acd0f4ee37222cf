package dev.hearth.kube.bench;

import dev.hearth.base.Seams;
import dev.hearth.client.Client;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Space;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.KeychainCost;
import dev.hearth.halo.KeychainKey;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.kube.replay.Folders;
import dev.hearth.mesh.signal.SignalServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Times joining a space: each side of the exchange by itself, and two clients over TCP beside two bare meshes. */
public final class InviteBench {
    /** Rounds of a side for each of a meeting, which takes a hundred times as long. */
    private static final int SIDES = 100;

    private final Seams seams;
    private final Path folder;
    private final Rounds rounds;

    private InviteBench(Seams seams, Path folder, Rounds rounds) {
        this.seams = seams;
        this.folder = folder;
        this.rounds = rounds;
    }

    /** Runs the benchmark in a folder that is gone afterwards. */
    public static InviteResult run(Rounds rounds) {
        Path folder = Folders.temporary("hearth-bench-invite");
        try (Seams seams = Seams.system()) {
            return new InviteBench(seams, folder, rounds).run();
        } finally {
            Folders.delete(folder);
        }
    }

    private InviteResult run() {
        try (Keychain ofHost = keychain("host");
                Keychain ofGuest = keychain("guest");
                SignalServer signal = SignalServer.start();
                Client ann = SpaceFolder.open(folder.resolve("ann"), signal.uri(), "Ann");
                Client bob = SpaceFolder.open(folder.resolve("bob"), signal.uri(), "Bob");
                BareMeeting meeting = new BareMeeting(seams, signal.uri(), ann, bob)) {
            InviteSides sides = new InviteSides(seams, identity(ofHost), identity(ofGuest));
            InviteSides.Millis first = sides.attempts(new Rounds(0, 1), true);
            Rounds more = new Rounds(SIDES * rounds.warmup(), SIDES * rounds.measured());
            InviteSides.Millis byCode = sides.attempts(more, true);
            InviteSides.Millis byLink = sides.attempts(more, false);
            InvitationOptions options = InvitationOptions.of(Role.WRITER);
            return new InviteResult(
                    cpace(sides),
                    first.guest(),
                    first.host(),
                    byCode.guest(),
                    byCode.host(),
                    byLink.guest(),
                    byLink.host(),
                    sides.refusals(more),
                    median(() -> {
                        long start = seams.nanoTime();
                        meeting.meet();
                        sides.cpace();
                        return seams.nanoTime() - start;
                    }),
                    median(() -> join(ann, bob, options, true)),
                    median(() -> join(ann, bob, options.byLink(), true)),
                    median(() -> join(ann, bob, options, false)));
        }
    }

    private Keychain keychain(String name) {
        return Keychain.create(
                folder.resolve(name), KeychainKey.passphrase(name.toCharArray(), KeychainCost.FLOOR), seams);
    }

    private static LocalIdentity identity(Keychain keychain) {
        return keychain.createIdentity("Ann");
    }

    private double cpace(InviteSides sides) {
        return median(sides::cpaceNanos);
    }

    /** Returns the nanoseconds from the call that joins a new space until the guest is let in, or to its end. */
    private long join(Client host, Client guest, InvitationOptions options, boolean letIn) {
        Space space = host.spaces().create("Bench");
        Invitation invitation = space.invite(options);
        AtomicLong in = new AtomicLong();
        long start = seams.nanoTime();
        guest.spaces()
                .join(invitation.link(), invitation.code(), Runnable::run, state -> in.set(seams.nanoTime()))
                .join();
        long nanos = (letIn ? in.get() : seams.nanoTime()) - start;
        guest.spaces().close(space.id());
        host.spaces().close(space.id());
        return nanos;
    }

    /** One round that tells how long it took. */
    private interface Round {
        long nanos();
    }

    private double median(Round round) {
        for (int i = 0; i < rounds.warmup(); i++) {
            round.nanos();
        }
        long[] times = new long[rounds.measured()];
        for (int i = 0; i < times.length; i++) {
            times[i] = round.nanos();
        }
        Arrays.sort(times);
        return Stopwatch.rounded(times[times.length / 2] / 1e6);
    }
}
