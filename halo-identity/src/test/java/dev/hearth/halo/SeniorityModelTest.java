package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.testkit.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * The published model against ours: {@code python3} runs it on its own seeds and prints graphs and verdicts. Skipped by
 * name where {@code ../shared} or {@code python3} is absent.
 */
final class SeniorityModelTest {
    private static final int SEEDS = 1_500;
    private static final Path PRINTER = Path.of("src/test/resources/models/print_verdicts.py");

    private record Printed(String label, List<SeniorityModel.Op> ops, SeniorityModel.Verdict verdict) {}

    private static List<Printed> published() {
        Path folder = Shared.file("models").toAbsolutePath();
        List<String> command = List.of("python3", PRINTER.toString(), folder.toString(), "0", String.valueOf(SEEDS));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new TestAbortedException("skipped: python3 is absent", e);
        }
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.lines()
                    .filter(line -> line.contains("|"))
                    .map(SeniorityModelTest::parse)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Printed parse(String line) {
        String[] parts = line.split("\\|", -1);
        List<SeniorityModel.Op> ops = new ArrayList<>();
        for (String each : parts[1].split(";", -1)) {
            String[] fields = each.split(" ", -1);
            ops.add(new SeniorityModel.Op(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    numbers(fields[3]),
                    SeniorityModel.Kind.valueOf(fields[4]),
                    Integer.parseInt(fields[5]),
                    Integer.parseInt(fields[6]),
                    Integer.parseInt(fields[7])));
        }
        return new Printed(
                parts[0], ops, new SeniorityModel.Verdict(numbers(parts[2]), numbers(parts[3]), numbers(parts[4])));
    }

    private static Set<Integer> numbers(String list) {
        Set<Integer> numbers = new TreeSet<>();
        for (String each : list.split(",", -1)) {
            if (!each.isEmpty()) {
                numbers.add(Integer.parseInt(each));
            }
        }
        return numbers;
    }

    @Test
    void thePublishedModelAndOursSayTheSameOfItsSeeds() {
        List<Printed> published = published();
        assertThat(published.stream().filter(each -> !each.label().contains("storm")))
                .hasSize(SEEDS);
        for (Printed each : published) {
            assertThat(SeniorityModel.evaluate(each.ops())).as(each.label()).isEqualTo(each.verdict());
            List<SeniorityModel.Op> shuffled = new ArrayList<>(each.ops());
            Collections.shuffle(shuffled, new Random(each.ops().size()));
            assertThat(SeniorityModel.evaluate(shuffled)).as(each.label()).isEqualTo(each.verdict());
        }
    }

    /**
     * The specification and the rule say the same too, where neither goes beyond the model: nobody was admitted twice,
     * nobody said anything in the knowledge of own removal, no majority agreed.
     */
    @Test
    void theRuleSaysWhatThePublishedModelSays() {
        int compared = 0;
        int disputed = 0;
        for (Printed each : published()) {
            if (isPlain(each.ops())) {
                CredentialGraph graph = credentials(each.ops());
                AuthoritySpec spec = new AuthoritySpec(graph.all());
                AuthoritySpec.Verdict verdict = spec.evaluate(spec.everything());
                boolean majority = IntStream.range(0, graph.size())
                        .anyMatch(n -> AuthoritySpec.in(verdict.taken(), n)
                                && spec.rank(n, verdict.counts(), verdict.taken()) == 1);
                if (!majority) {
                    compared++;
                    disputed += each.verdict().valid().size() < each.ops().size() ? 1 : 0;
                    assertSame(each, graph, spec, verdict);
                }
            }
        }
        System.out.printf("published model: %d graphs compared, %d with void operations%n", compared, disputed);
        assertThat(compared).isGreaterThan(SEEDS / 2);
        assertThat(disputed).isGreaterThan(SEEDS / 10);
    }

    private static void assertSame(
            Printed each, CredentialGraph graph, AuthoritySpec spec, AuthoritySpec.Verdict verdict) {
        Set<String> members = each.verdict().members().stream()
                .map(member -> chain(member).name())
                .collect(Collectors.toSet());
        assertThat(names(verdict.members())).as(each.label()).isEqualTo(members);
        for (int id : each.ops().stream().map(SeniorityModel.Op::id).toList()) {
            boolean counts = AuthoritySpec.in(verdict.counts(), place(id));
            assertThat(counts)
                    .as("%s operation %d", each.label(), id)
                    .isEqualTo(each.verdict().valid().contains(id));
        }
        BitSet all = new BitSet();
        all.set(0, graph.size());
        Authority authority = new AuthorityRule(graph).evaluate(all);
        assertThat(AuthorityGraphs.describe(authority)).isEqualTo(spec.describe(spec.everything()));
    }

    private static Set<String> names(Map<?, Authority.Member> members) {
        return members.values().stream().map(member -> member.chain().name()).collect(Collectors.toSet());
    }

    private static boolean isPlain(List<SeniorityModel.Op> ops) {
        Set<Integer> admitted = new TreeSet<>();
        for (SeniorityModel.Op op : ops) {
            if (op.kind() == SeniorityModel.Kind.ADMIT && !admitted.add(op.subject())) {
                return false;
            }
        }
        AuthoritySpec pasts = new AuthoritySpec(credentials(ops).all());
        return ops.stream()
                .filter(op -> op.kind() == SeniorityModel.Kind.REMOVE)
                .noneMatch(removal -> ops.stream()
                        .anyMatch(op -> op.author() == removal.subject()
                                && AuthoritySpec.in(pasts.past(place(op.id())), place(removal.id()))));
    }

    /** The first key comes between the genesis and the rest, so that there is something to grant. */
    private static int place(int id) {
        return id == 0 ? 0 : id + 1;
    }

    /** Two of the chains of the graphs are no member's own. */
    private static IdentityChain chain(int member) {
        return AuthorityGraphs.CHAINS.get(member < 7 ? member : member + 2);
    }

    private static CredentialGraph credentials(List<SeniorityModel.Op> ops) {
        AuthorityGraphs made = new AuthorityGraphs(ops.size());
        for (SeniorityModel.Op op : ops.subList(1, ops.size())) {
            BitSet view = new BitSet();
            view.set(0, 2);
            for (int parent : op.parents()) {
                view.set(place(parent));
                view.or(made.graph().past(place(parent)));
            }
            made.say(AuthorityGraphs.CHAINS.indexOf(chain(op.author())), view, statement(op));
        }
        return made.graph();
    }

    private static Statement statement(SeniorityModel.Op op) {
        return switch (op.kind()) {
            case ADMIT -> new Statement.Admit(chain(op.subject()), Role.ADMIN);
            case REMOVE -> new Statement.Remove(chain(op.subject()).identity(), Map.of());
            default -> new Statement.KeyGrant(0, chain(op.author()).device(), Bytes.EMPTY);
        };
    }
}
