package dev.hearth.halo.internal.recovery;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brings shares together. A share that can't belong to the others is named by its position among those that were given,
 * from 1. One that was changed and made to look right is named where more shares are there than it takes: those that
 * agree with the digest tell which one does not agree with them. With just as many as it takes it is one of them.
 */
final class Combination {
    /** 320,000 iterations: a share made elsewhere can cost some seconds, not hours. */
    private static final int MAX_EXPONENT = 5;

    private final List<Share> shares;

    Combination(List<Share> shares) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("shares: one or more, got none");
        }
        this.shares = List.copyOf(shares);
    }

    /** A point of a polynomial, and the positions of the shares that it comes from. */
    private record Given(Point point, Collection<Integer> positions) {}

    /**
     * Returns the encrypted secret. Throws SHARE_FOREIGN, SHARE_TWICE, SHARES_MISSING, SHARES_WRONG, or SHARE_MALFORMED
     * when the shares ask for too costly an encryption.
     */
    byte[] encrypted() {
        requireAlike(everyPosition(), Share::set);
        SortedMap<Integer, List<Integer>> groups = new TreeMap<>(everyPosition().stream()
                .collect(Collectors.groupingBy(position -> at(position).group())));
        groups.values().forEach(group -> requireAlike(group, Share::threshold));
        groups.values().forEach(this::requireDifferent);
        ShareSet set = at(1).set();
        requireEnough(groups.values(), set);
        if (set.exponent() > MAX_EXPONENT) {
            throw new HearthException(
                    ErrorCode.SHARE_MALFORMED, Map.of("rule", "an iteration exponent of at most " + MAX_EXPONENT));
        }
        List<Given> points = new ArrayList<>();
        groups.forEach((number, group) -> {
            if (isComplete(group)) {
                List<Given> members = group.stream()
                        .map(position -> new Given(at(position).point(), List.of(position)))
                        .toList();
                points.add(new Given(
                        new Point(number, recover(members, at(group.get(0)).threshold())), group));
            }
        });
        return recover(points, set.groupThreshold());
    }

    private Share at(int position) {
        return shares.get(position - 1);
    }

    private List<Integer> everyPosition() {
        return IntStream.rangeClosed(1, shares.size()).boxed().toList();
    }

    /** What most have is what all should have; of as many of one kind as of another, the first one counts. */
    private void requireAlike(List<Integer> positions, Function<Share, Object> trait) {
        Map<Object, List<Integer>> kinds = positions.stream()
                .collect(Collectors.groupingBy(
                        position -> trait.apply(at(position)), LinkedHashMap::new, Collectors.toList()));
        int most = kinds.values().stream().mapToInt(List::size).max().orElseThrow();
        List<Integer> right = kinds.values().stream()
                .filter(kind -> kind.size() == most)
                .findFirst()
                .orElseThrow();
        List<Integer> foreign =
                positions.stream().filter(position -> !right.contains(position)).toList();
        if (!foreign.isEmpty()) {
            throw new HearthException(ErrorCode.SHARE_FOREIGN, Map.of("shares", text(foreign)));
        }
    }

    private void requireDifferent(List<Integer> group) {
        group.stream()
                .collect(Collectors.groupingBy(position -> at(position).member(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(same -> same.size() > 1)
                .findFirst()
                .ifPresent(same -> {
                    throw new HearthException(ErrorCode.SHARE_TWICE, Map.of("shares", text(same)));
                });
    }

    private boolean isComplete(List<Integer> group) {
        return group.size() >= at(group.get(0)).threshold();
    }

    private void requireEnough(Collection<List<Integer>> groups, ShareSet set) {
        long complete = groups.stream().filter(this::isComplete).count();
        long missingGroups = set.groupThreshold() - complete;
        if (missingGroups <= 0) {
            return;
        }
        Map<String, String> details = new LinkedHashMap<>();
        if (set.groupCount() > 1) {
            details.put("groups missing", Long.toString(missingGroups));
        }
        int missing = groups.stream()
                .filter(group -> !isComplete(group))
                .mapToInt(group -> at(group.get(0)).threshold() - group.size())
                .sum();
        if (missing > 0) {
            details.put("missing", Integer.toString(missing));
        }
        throw new HearthException(ErrorCode.SHARES_MISSING, details);
    }

    private static byte[] recover(List<Given> given, int threshold) {
        List<Given> chosen = new ArrayList<>();
        Optional<byte[]> secret = choose(given, 0, threshold, chosen);
        if (secret.isEmpty()) {
            throw wrong("one of", given);
        }
        List<Given> bad =
                given.stream().filter(each -> !agrees(each.point, chosen)).toList();
        // Of single shares each is right by itself, and nothing tells which of two is the wrong one.
        if (!bad.isEmpty()) {
            throw threshold == 1 ? wrong("one of", given) : wrong("shares", bad);
        }
        given.forEach(each -> each.point.wipe());
        return secret.get();
    }

    /**
     * Looks for as many points as it takes, from {@code from} on, that the digest is right of; of the 16 that there are
     * at most, 12,870 choices at most.
     */
    private static Optional<byte[]> choose(List<Given> given, int from, int threshold, List<Given> chosen) {
        if (chosen.size() == threshold) {
            return SecretSharing.recover(points(chosen));
        }
        for (int next = from; next <= given.size() - (threshold - chosen.size()); next++) {
            chosen.add(given.get(next));
            Optional<byte[]> secret = choose(given, next + 1, threshold, chosen);
            if (secret.isPresent()) {
                return secret;
            }
            chosen.remove(chosen.size() - 1);
        }
        return Optional.empty();
    }

    private static boolean agrees(Point point, List<Given> chosen) {
        return MessageDigest.isEqual(point.value(), Point.interpolate(points(chosen), point.x()));
    }

    private static List<Point> points(List<Given> given) {
        return given.stream().map(Given::point).toList();
    }

    private static HearthException wrong(String which, List<Given> given) {
        TreeSet<Integer> positions = new TreeSet<>();
        given.forEach(each -> positions.addAll(each.positions));
        given.forEach(each -> each.point.wipe());
        return new HearthException(ErrorCode.SHARES_WRONG, Map.of(which, text(positions)));
    }

    private static String text(Collection<Integer> positions) {
        return positions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
