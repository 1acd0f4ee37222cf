package dev.hearth.kube.internal.metrics;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The figures of one node, each registered once under its name. Thread-safe. */
public final class Metrics {
    /** The media type of {@link #render()}. */
    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Map<String, Entry> entries = new TreeMap<>(); // guarded by itself

    /** Writes the lines of one figure. */
    @FunctionalInterface
    private interface Lines {
        void render(StringBuilder out, String name);
    }

    private record Entry(String kind, String help, Lines lines) {}

    /** Registers a counter; by convention its name ends in {@code _total}. */
    public Counter counter(String name, String help) {
        Counter counter = new Counter();
        register(name, new Entry("counter", help, (out, it) -> line(out, it, Long.toString(counter.value()))));
        return counter;
    }

    /** Registers a counter that something else keeps. */
    public void counter(String name, String help, LongSupplier value) {
        register(name, new Entry("counter", help, (out, it) -> line(out, it, Long.toString(value.getAsLong()))));
    }

    /** Registers a figure that goes up and down. */
    public void gauge(String name, String help, DoubleSupplier value) {
        register(name, new Entry("gauge", help, (out, it) -> line(out, it, number(value.getAsDouble()))));
    }

    /** Registers a histogram of durations in seconds. */
    public Histogram histogram(String name, String help) {
        Histogram histogram = new Histogram();
        register(name, new Entry("histogram", help, histogram::render));
        return histogram;
    }

    private void register(String name, Entry entry) {
        if (!NAME.matcher(name).matches() || entry.help().contains("\n")) {
            throw new IllegalArgumentException("name: lower-case letters, digits and underscores, got " + name);
        }
        synchronized (entries) {
            if (entries.putIfAbsent(name, Objects.requireNonNull(entry)) != null) {
                throw new IllegalArgumentException("name: registered twice, " + name);
            }
        }
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append(' ').append(value).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Returns all figures in the text format. */
    public String render() {
        Map<String, Entry> all;
        synchronized (entries) {
            all = new TreeMap<>(entries);
        }
        StringBuilder out = new StringBuilder();
        all.forEach((name, entry) -> {
            out.append("# HELP ").append(name).append(' ').append(entry.help()).append('\n');
            out.append("# TYPE ").append(name).append(' ').append(entry.kind()).append('\n');
            entry.lines().render(out, name);
        });
        return out.toString();
    }
}
