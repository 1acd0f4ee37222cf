package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

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
 * A removed member goes on from what it knew without its removal, signs correctly, admits puppets, and they all remove
 * whom they can. Where the remover is the more senior, nobody's membership changes, whatever they say.
 */
final class StaleViewStormTest {
    private static final int PUPPETS = 6;
    private static final int SAID = 14;

    private int storms;
    private int removedBySeniors;
    private int outvoted;

    /** -Dhearth.storms=1000000 looks deeper. */
    @Test
    void aRemovedJuniorAndItsPuppetsChangeNoMembership() {
        long seeds = Long.getLong("hearth.storms", 3_000);
        for (long seed = 0; seed < seeds; seed++) {
            storms(seed);
        }
        System.out.printf(
                Locale.ROOT,
                "storms: seeds 0 to %d, %d storms, %d removals by juniors left out, %d majorities left out%n",
                seeds - 1,
                storms,
                removedBySeniors,
                outvoted);
        assertThat((long) storms).isGreaterThan(seeds / 2);
    }

    private void storms(long seed) {
        int steps = 10 + (int) (seed % 30);
        AuthorityGraphs calm = AuthorityGraphs.random(seed, steps);
        AuthoritySpec spec = new AuthoritySpec(calm.all());
        AuthoritySpec.Verdict before = spec.evaluate(spec.everything());
        for (int removal = 0; removal < calm.all().size(); removal++) {
            if (AuthoritySpec.in(before.taken(), removal)
                    && calm.graph().get(removal).statement() instanceof Statement.Remove it) {
                storm(seed, steps, removal, it.member(), spec, before);
            }
        }
    }

    private void storm(
            long seed, int steps, int removal, IdentityId target, AuthoritySpec spec, AuthoritySpec.Verdict before) {
        AuthorityGraphs stormy = AuthorityGraphs.random(seed, steps);
        Optional<Integer> actor = actor(stormy, removal, target);
        if (actor.isEmpty()) {
            return;
        }
        if (!isSenior(removal, target, stormy, spec, before)) {
            removedBySeniors++;
            return;
        }
        int calmSize = stormy.all().size();
        BitSet view = oldView(stormy, removal);
        if (spec.rank(removal, before.counts(), before.taken()) == 0 && seed % 3 == 0) {
            forget(view, actor.get(), stormy);
        }
        rage(new Random(seed), actor.get(), view, stormy);
        Authority after = new AuthorityRule(stormy.graph()).evaluate(stormy.everything());
        AuthoritySpec later = new AuthoritySpec(stormy.all());
        assertThat(AuthorityGraphs.describe(after)).isEqualTo(later.describe(later.everything()));
        if (isAnyOfAMajority(calmSize, later)) {
            outvoted++;
            return;
        }
        storms++;
        assertThat(after.members())
                .as("seed %d removal %d%n%s", seed, removal, stormy.print())
                .isEqualTo(before.members());
        assertThat(after.epoch())
                .isEqualTo(new AuthorityRule(stormy.graph())
                        .evaluate(first(calmSize))
                        .epoch());
    }

    private static BitSet first(int size) {
        BitSet first = new BitSet();
        first.set(0, size);
        return first;
    }

    /** Returns the removed member's device, unless it has shown that it knows of the removal. */
    private static Optional<Integer> actor(AuthorityGraphs graphs, int removal, IdentityId target) {
        for (int chain = 0; chain < AuthorityGraphs.FIRST_PUPPET; chain++) {
            if (AuthorityGraphs.CHAINS.get(chain).identity().equals(target) && !AuthorityGraphs.isShared(chain)) {
                int self = chain;
                boolean knows = graphs.all().stream()
                        .filter(each -> each.author()
                                .equals(AuthorityGraphs.CHAINS.get(self).device()))
                        .anyMatch(each ->
                                graphs.graph().past(graphs.all().indexOf(each)).get(removal));
                return knows ? Optional.empty() : Optional.of(chain);
            }
        }
        return Optional.empty();
    }

    static BitSet oldView(AuthorityGraphs graphs, int removal) {
        BitSet view = graphs.everything();
        view.clear(removal);
        for (int number = removal + 1; number < graphs.all().size(); number++) {
            if (graphs.graph().past(number).get(removal)) {
                view.clear(number);
            }
        }
        return view;
    }

    /** Takes away from a view what the removed member said, so that it says something else instead. */
    private static void forget(BitSet view, int actor, AuthorityGraphs graphs) {
        for (int number = 0; number < graphs.all().size(); number++) {
            boolean own = graphs.graph()
                    .get(number)
                    .author()
                    .equals(AuthorityGraphs.CHAINS.get(actor).device());
            BitSet past = (BitSet) graphs.graph().past(number).clone();
            past.andNot(view);
            if (own || !past.isEmpty()) {
                view.clear(number);
            }
        }
    }

    /** Whether the remover stands above whatever the removed one could say: the owner, or an admin admitted before. */
    private static boolean isSenior(
            int removal, IdentityId target, AuthorityGraphs graphs, AuthoritySpec spec, AuthoritySpec.Verdict before) {
        if (!spec.isSupported(removal, before)) {
            return false;
        }
        int rank = spec.rank(removal, before.counts(), before.taken());
        List<List<List<Integer>>> paths = new ArrayList<>();
        for (int number = 0; number < graphs.all().size(); number++) {
            Statement statement = graphs.graph().get(number).statement();
            boolean owns = AuthorityGraphs.CHAINS.get(0).identity().equals(target)
                    || (statement instanceof Statement.Transfer it
                            && it.member().identity().equals(target));
            if (owns) {
                return false;
            }
            boolean admits = statement instanceof Statement.Admit it
                    && it.member().identity().equals(target);
            if (admits && AuthoritySpec.in(before.counts(), number)) {
                paths.add(spec.to(number, before.counts(), before.taken()));
            } else if (admits) {
                return false;
            }
        }
        List<List<Integer>> best = paths.stream().min(AuthoritySpec::compare).orElseThrow();
        List<List<Integer>> own = spec.path(removal, before.counts(), before.taken());
        return rank == 0 || rank == 1 || AuthoritySpec.compare(own, best) < 0;
    }

    private static void rage(Random random, int target, BitSet view, AuthorityGraphs graphs) {
        List<Integer> actors = new ArrayList<>(List.of(target));
        for (int said = 0; said < SAID; said++) {
            int actor = actors.get(random.nextInt(actors.size()));
            int puppet = AuthorityGraphs.FIRST_PUPPET + actors.size() - 1;
            if (actors.size() <= PUPPETS && random.nextInt(3) == 0) {
                graphs.say(actor, view, new Statement.Admit(AuthorityGraphs.CHAINS.get(puppet), Role.ADMIN));
                actors.add(puppet);
            } else if (random.nextBoolean()) {
                IdentityId victim = AuthorityGraphs.CHAINS
                        .get(random.nextInt(AuthorityGraphs.FIRST_PUPPET))
                        .identity();
                graphs.say(actor, view, new Statement.Remove(victim, Map.of()));
            } else {
                graphs.act(actor, view);
            }
        }
    }

    /** Whom the owner made an admin may still be the one whose vote a majority lacked: that is no single junior. */
    static boolean isAnyOfAMajority(int from, AuthoritySpec later) {
        AuthoritySpec.Verdict verdict = later.evaluate(later.everything());
        return IntStream.range(from, Long.SIZE)
                .anyMatch(n ->
                        AuthoritySpec.in(verdict.taken(), n) && later.rank(n, verdict.counts(), verdict.taken()) == 1);
    }
}
