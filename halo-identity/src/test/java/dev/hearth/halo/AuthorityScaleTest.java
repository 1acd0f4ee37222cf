package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.Hash;
import dev.hearth.base.SpaceId;
import dev.hearth.halo.crypto.AgreementKey;
import dev.hearth.halo.crypto.Secret;
import dev.hearth.halo.crypto.Sha256;
import dev.hearth.halo.crypto.SigningKey;
import dev.hearth.testkit.ThreadCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Ten thousand statements with a thousand removals: what is quiet costs by what is new. */
final class AuthorityScaleTest {
    private static final int STATEMENTS = 10_000;
    private static final int PEOPLE = 1_001;

    /** Far above what it takes, far below what an evaluation of everything for each statement would take. */
    private static final double BOUND_SECONDS = 10;

    private final List<IdentityChain> chains = chains();

    private static List<IdentityChain> chains() {
        List<IdentityChain> chains = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            byte[] seed = Sha256.of(Bytes.utf8("scale" + i)).value().toArray();
            SigningKey key = SigningKey.of(Secret.take(seed));
            Bytes box = AgreementKey.of(Secret.take(seed)).publicKey();
            chains.add(IdentityChain.create(key, Bytes.of(new byte[16]), key.verifyKey(), box, "P" + i));
        }
        return chains;
    }

    @Test
    void aQuietHistory() {
        measure("one after the other", 1);
    }

    @Test
    void twoBranchesThatMeetNowAndThen() {
        measure("two branches", 2);
    }

    private void measure(String name, int branches) {
        List<Credential> history = history(branches);
        CredentialGraph graph = new CredentialGraph();
        AuthorityRule rule = new AuthorityRule(graph);
        double start = ThreadCost.cpuSeconds();
        history.forEach(graph::add);
        Authority all = rule.evaluate(graph.past(graph.heads()));
        double scratch = ThreadCost.cpuSeconds() - start;
        graph.add(say(history.size(), graph.heads(), 0, key(all.epoch() + 1)));
        start = ThreadCost.cpuSeconds();
        Authority more = rule.evaluate(graph.past(graph.heads()));
        System.out.printf(
                Locale.ROOT,
                "authority of %d statements, %s: %.0f ms from scratch, %.2f ms for one more%n",
                STATEMENTS,
                name,
                1e3 * scratch,
                1e3 * (ThreadCost.cpuSeconds() - start));
        assertThat(more.epoch()).isEqualTo(all.epoch() + 1);
        assertThat(all.members().size()).isBetween(2, PEOPLE);
        assertThat(scratch).isLessThan(BOUND_SECONDS);
    }

    private static Statement key(int number) {
        return new Statement.Epoch(number, Map.of(), Bytes.EMPTY, Bytes.of(new byte[Hash.SIZE]));
    }

    /** Admins 0 and 1, one for each branch, admit, change and remove; branches meet after every hundred. */
    private List<Credential> history(int branches) {
        List<Credential> history = new ArrayList<>();
        Statement genesis = new Statement.Genesis(chains.get(0), Bytes.of(new byte[16]));
        history.add(say(0, List.of(), 0, genesis));
        history.add(say(1, heads(history, 1), 0, new Statement.Admit(chains.get(1), Role.ADMIN)));
        List<CredentialId> tips = new ArrayList<>();
        for (int branch = 0; branch < branches; branch++) {
            tips.add(history.get(1).id());
        }
        for (int n = 2; n < STATEMENTS; n++) {
            int branch = n % branches;
            boolean meet = n / branches % 100 == 0;
            List<CredentialId> parents = meet ? List.copyOf(new TreeSet<>(tips)) : List.of(tips.get(branch));
            history.add(say(n, parents, branch, statement(n / branches, branch, branches)));
            tips.set(branch, history.get(n).id());
        }
        return history;
    }

    private static List<CredentialId> heads(List<Credential> history, int last) {
        return List.of(history.get(last - 1).id());
    }

    /** Each member is admitted, gets another role eight times, and is removed. */
    private Statement statement(int step, int branch, int branches) {
        IdentityChain member = chains.get(2 + (step / 10 * branches + branch) % (PEOPLE - 2));
        return switch (step % 10) {
            case 0 -> new Statement.Admit(member, Role.WRITER);
            case 9 -> new Statement.Remove(member.identity(), Map.of());
            default -> new Statement.ChangeRole(member.identity(), step % 2 == 0 ? Role.READER : Role.WRITER);
        };
    }

    private Credential say(int number, List<CredentialId> parents, int by, Statement statement) {
        return new Credential(
                new CredentialId(Sha256.of(Bytes.utf8("statement" + number)).value()),
                new SpaceId(Bytes.of(new byte[32])),
                parents,
                chains.get(by).device(),
                statement,
                Bytes.EMPTY);
    }
}
