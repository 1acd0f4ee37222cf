package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The workloads B1 to B3 that the README of {@code crdt-benchmarks} describes (K. Jahns), made anew from that
 * description, with two things it leaves open decided here: words have two to ten letters, deletions one to nine units.
 */
final class Scripts {
    /** The text that two clients have in common in B2. */
    static final String COMMON = "x".repeat(100);

    private static final long SEED = 42;
    private static final int CLIENTS_PER_ROOT = 20;
    private static final String PASTED = "lorem ipsum dolor sit amet 0123456789\n";

    private final int n;
    private final List<Script> all = new ArrayList<>();

    private Scripts(int n) {
        this.n = n;
    }

    /**
     * Returns all of them.
     *
     * @param n how large they are
     * @param paste how many units are pasted at once
     */
    static List<Script> of(int n, int paste) {
        Scripts scripts = new Scripts(n);
        scripts.texts();
        scripts.lists();
        scripts.pairs();
        scripts.crowds();
        scripts.paste(paste);
        return List.copyOf(scripts.all);
    }

    private static ScriptText fresh() {
        return new ScriptText(SEED, 0);
    }

    private void texts() {
        ScriptText text = fresh();
        List<Step> appended = new ArrayList<>();
        List<Step> prepended = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            appended.add(new Step.Text(i, 0, text.letters(1)));
            prepended.add(new Step.Text(0, 0, text.letters(1)));
        }
        Step whole = new Step.Text(0, 0, text.letters(n));
        followed("B1.1", "append N characters", appended);
        followed("B1.2", "insert a string of length N", List.of(whole));
        followed("B1.3", "prepend N characters", prepended);
        followed("B1.4", "insert N characters at random positions", fresh().insertions(n, false));
        followed("B1.5", "insert N words at random positions", fresh().insertions(n, true));
        followed("B1.6", "insert a string, then delete it", List.of(whole, new Step.Text(0, n, "")));
        followed("B1.7", "insert and delete strings at random positions", fresh().insertionsAndDeletions(n));
    }

    private void lists() {
        Random random = new Random(SEED);
        List<Scalar> numbers = new ArrayList<>();
        List<Step> appended = new ArrayList<>();
        List<Step> prepended = new ArrayList<>();
        List<Step> anywhere = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Scalar number = new Scalar.Int(random.nextInt(Integer.MAX_VALUE));
            numbers.add(number);
            appended.add(new Step.Items(i, List.of(number)));
            prepended.add(new Step.Items(0, List.of(number)));
            anywhere.add(new Step.Items(random.nextInt(i + 1), List.of(number)));
        }
        followed("B1.8", "append N numbers", appended);
        followed("B1.9", "insert an array of N numbers", List.of(new Step.Items(0, numbers)));
        followed("B1.10", "prepend N numbers", prepended);
        followed("B1.11", "insert N numbers at random positions", anywhere);
    }

    private void pairs() {
        ScriptText one = common(1);
        ScriptText other = common(2);
        pair(
                "B2.1",
                "insert a string of length N at 0",
                List.of(one.insert(0, one.letters(n))),
                List.of(other.insert(0, other.letters(n))));
        pair(
                "B2.2",
                "insert N characters at random positions",
                common(1).insertions(n, false),
                common(2).insertions(n, false));
        pair(
                "B2.3",
                "insert N words at random positions",
                common(1).insertions(n, true),
                common(2).insertions(n, true));
        pair(
                "B2.4",
                "insert and delete at random positions",
                common(1).insertionsAndDeletions(n),
                common(2).insertionsAndDeletions(n));
    }

    private static ScriptText common(int client) {
        return new ScriptText(SEED + client, COMMON.length());
    }

    private void crowds() {
        int root = (int) Math.sqrt(n);
        List<List<Step>> numbers = new ArrayList<>();
        List<List<Step>> objects = new ArrayList<>();
        List<List<Step>> strings = new ArrayList<>();
        List<List<Step>> items = new ArrayList<>();
        List<List<Step>> texts = new ArrayList<>();
        for (int i = 0; i < CLIENTS_PER_ROOT * root; i++) {
            Scalar name = new Scalar.Str(Integer.toString(i));
            numbers.add(List.of(new Step.Entry("v", new Scalar.Int(i))));
            objects.add(List.of(
                    new Step.Composite("v", new TreeMap<>(Map.of("name", name, "address", new Scalar.Str("here"))))));
            strings.add(List.of(
                    new Step.Entry("v", new Scalar.Str(Integer.toString(i).repeat(root)))));
            items.add(List.of(new Step.Items(0, List.of(name))));
            texts.add(List.of(new Step.Text(0, 0, Integer.toString(i))));
        }
        crowd("B3.1", "clients set a number in a map", numbers);
        crowd("B3.2", "clients set an object of two fields in a map", objects);
        crowd("B3.3", "clients set a string of length √N in a map", strings);
        crowd("B3.4", "clients insert a text into an array", items);
        crowd("B3.5", "clients insert into one text", texts);
    }

    private void paste(int units) {
        String pasted = PASTED.repeat(units / PASTED.length() + 1).substring(0, units);
        all.add(new Script(
                "paste",
                "paste " + units + " units, then delete them",
                Script.Shape.ALONE,
                List.of(List.of(new Step.Text(0, 0, pasted)), List.of(new Step.Text(0, units, "")))));
    }

    private void followed(String id, String what, List<Step> steps) {
        all.add(new Script(
                id, what, Script.Shape.FOLLOWED, steps.stream().map(List::of).toList()));
    }

    private void pair(String id, String what, List<Step> one, List<Step> other) {
        all.add(new Script(id, "two clients " + what, Script.Shape.PAIR, List.of(one, other)));
    }

    private void crowd(String id, String what, List<List<Step>> turns) {
        all.add(new Script(id, turns.size() + " " + what, Script.Shape.CROWD, turns));
    }
}
