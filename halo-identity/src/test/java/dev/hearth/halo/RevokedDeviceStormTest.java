package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A revoked device goes on from what it knew without its revocation, signs correctly, enrols devices, admits puppets,
 * and they all revoke and remove whom they can. Where the revoking device is the more senior, no membership, role or
 * device changes, whatever they say.
 */
final class RevokedDeviceStormTest {
    private static final int SAID = 14;

    private int storms;
    private int outvoted;

    /** -Dhearth.storms=1000000 looks deeper. */
    @Test
    void aRevokedDeviceAndThoseThatItEnrolsChangeNothing() {
        long seeds = Long.getLong("hearth.storms", 4_000);
        for (long seed = 0; seed < seeds; seed++) {
            storms(seed);
        }
        System.out.printf(
                Locale.ROOT,
                "storms of devices: seeds 0 to %d, %d storms, %d majorities left out%n",
                seeds - 1,
                storms,
                outvoted);
        assertThat((long) storms).isGreaterThan(seeds / 20);
    }

    private void storms(long seed) {
        int steps = 10 + (int) (seed % 30);
        AuthorityGraphs calm = AuthorityGraphs.withDevices(seed, steps);
        AuthoritySpec spec = new AuthoritySpec(calm.all());
        AuthoritySpec.Verdict before = spec.evaluate(spec.everything());
        for (int revocation = 0; revocation < calm.all().size(); revocation++) {
            if (AuthoritySpec.in(before.taken(), revocation)
                    && calm.graph().get(revocation).statement() instanceof Statement.RevokeDevice it
                    && calm.all().size() + SAID < Long.SIZE
                    && isSenior(revocation, it, calm, spec, before)) {
                storm(seed, steps, revocation, it, before);
            }
        }
    }

    private void storm(
            long seed, int steps, int revocation, Statement.RevokeDevice revoked, AuthoritySpec.Verdict before) {
        AuthorityGraphs stormy = AuthorityGraphs.withDevices(seed, steps);
        int calmSize = stormy.all().size();
        int actor = IntStream.range(0, DeviceChains.EVERY.size())
                .filter(each -> DeviceChains.EVERY.get(each).device().equals(revoked.device()))
                .findFirst()
                .orElseThrow();
        rage(new Random(seed), actor, StaleViewStormTest.oldView(stormy, revocation), stormy);
        Authority after = new AuthorityRule(stormy.graph()).evaluate(stormy.everything());
        AuthoritySpec later = new AuthoritySpec(stormy.all());
        assertThat(AuthorityGraphs.describe(after))
                .as("seed %d revocation %d%n%s", seed, revocation, stormy.print())
                .isEqualTo(later.describe(later.everything()));
        if (StaleViewStormTest.isAnyOfAMajority(calmSize, later)) {
            outvoted++;
            return;
        }
        storms++;
        assertThat(after.members())
                .as("seed %d revocation %d%n%s", seed, revocation, stormy.print())
                .isEqualTo(before.members());
    }

    /** Whether the revoking device stands above whatever the revoked one could say, and that one doesn't know yet. */
    private static boolean isSenior(
            int revocation,
            Statement.RevokeDevice it,
            AuthorityGraphs graphs,
            AuthoritySpec spec,
            AuthoritySpec.Verdict before) {
        DeviceId author = graphs.graph().get(revocation).author();
        IdentityId identity = it.member();
        boolean known = graphs.all().stream()
                .filter(each -> each.author().equals(it.device()))
                .anyMatch(
                        each -> graphs.graph().past(graphs.all().indexOf(each)).get(revocation));
        boolean shared = spec.claimants(it.device(), before.set()).size() > 1
                || spec.claimants(author, before.set()).size() > 1;
        if (known || shared || author.equals(it.device()) || !spec.isSupported(revocation, before)) {
            return false;
        }
        long past = spec.past(revocation);
        List<List<List<Integer>>> paths = new ArrayList<>();
        for (int number = 0; number < graphs.all().size(); number++) {
            Statement statement = graphs.graph().get(number).statement();
            boolean concerns = (statement instanceof Statement.Admit admission
                            && admission.member().identity().equals(identity))
                    || (statement instanceof Statement.AdmitDevice device
                            && device.device().device().equals(it.device()));
            boolean owns = statement instanceof Statement.Transfer transfer
                    && transfer.member().identity().equals(identity);
            if (owns || (concerns && !AuthoritySpec.in(before.counts(), number))) {
                return false;
            }
            if (concerns && statement instanceof Statement.Admit) {
                paths.add(spec.to(number, before.counts(), before.taken()));
            }
        }
        List<List<Integer>> own = spec.path(revocation, before.counts(), before.taken());
        return paths.stream().allMatch(path -> AuthoritySpec.compare(own, path) <= 0)
                && AuthoritySpec.first(
                                spec.place(identity, author, before.counts() & past),
                                spec.place(identity, it.device(), before.counts()))
                        < 0;
    }

    private static void rage(Random random, int revoked, BitSet view, AuthorityGraphs graphs) {
        IdentityId identity = DeviceChains.EVERY.get(revoked).identity();
        List<Integer> actors = new ArrayList<>(List.of(revoked));
        List<Integer> puppets = new ArrayList<>();
        for (int each = 0; each < DeviceChains.EVERY.size(); each++) {
            boolean own = DeviceChains.EVERY.get(each).identity().equals(identity);
            if (each >= AuthorityGraphs.FIRST_PUPPET
                    && (own || each < AuthorityGraphs.CHAINS.size())
                    && isUnheard(each, graphs)) {
                puppets.add(each);
            }
        }
        for (int said = 0; said < SAID; said++) {
            int actor = actors.get(random.nextInt(actors.size()));
            IdentityChain victim = DeviceChains.EVERY.get(random.nextInt(DeviceChains.EVERY.size()));
            int chance = random.nextInt(6);
            if (chance < 2 && !puppets.isEmpty()) {
                int puppet = puppets.remove(random.nextInt(puppets.size()));
                IdentityChain chain = DeviceChains.EVERY.get(puppet);
                graphs.say(
                        actor,
                        view,
                        chain.identity().equals(identity)
                                ? new Statement.AdmitDevice(chain, Role.OWNER)
                                : new Statement.Admit(chain, Role.ADMIN));
                actors.add(puppet);
            } else if (chance == 2) {
                graphs.say(actor, view, new Statement.Remove(victim.identity(), Map.of()));
            } else if (chance == 3) {
                graphs.say(actor, view, new Statement.Transfer(AuthorityGraphs.CHAINS.get(random.nextInt(5))));
            } else if (chance == 4) {
                DeviceChains.EVERY.stream()
                        .filter(chain -> chain.identity().equals(identity))
                        .skip(random.nextInt(4))
                        .findFirst()
                        .ifPresent(chain -> graphs.say(
                                actor, view, new Statement.RevokeDevice(identity, chain.device(), Optional.empty())));
            } else {
                graphs.act(actor, view);
            }
        }
    }

    /** Whether nothing was said yet of or by a device that is to be a puppet; the root key's are none. */
    private static boolean isUnheard(int chain, AuthorityGraphs graphs) {
        IdentityChain puppet = DeviceChains.EVERY.get(chain);
        return (!puppet.isByRoot() || chain < AuthorityGraphs.CHAINS.size())
                && graphs.all().stream()
                        .noneMatch(each -> each.author().equals(puppet.device())
                                || (each.statement() instanceof Statement.AdmitDevice it
                                        && it.device().device().equals(puppet.device())));
    }
}
