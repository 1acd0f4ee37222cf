package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.ObjectId;
import dev.hearth.echo.Finding;
import dev.hearth.echo.VerifyReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a verification found, as it is told and as a repair needs it. */
final class Damage {
    /** So many objects at most are mended by one repair; another one finds the rest. */
    static final int MOST_OBJECTS = 100_000;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<DeviceId, Gaps.Gap> gaps = new LinkedHashMap<>();
    private final Map<DeviceId, Set<Long>> signatures = new LinkedHashMap<>();
    private final Set<ObjectId> objects = new TreeSet<>();
    private final Set<ObjectId> unlisted = new TreeSet<>();
    private final List<byte[]> strayEntries = new ArrayList<>();
    private final Set<Integer> indexes = new LinkedHashSet<>();
    private final Set<Hash> chunks = new LinkedHashSet<>();
    private long more;

    void add(Finding.Kind kind, String where, String what, boolean repairable) {
        if (findings.size() < VerifyReport.MOST_FINDINGS) {
            findings.add(new Finding(kind, where, what, repairable));
        } else {
            more++;
        }
    }

    /** Blocks of a feed that can't be relied on, both ends included. */
    void gap(DeviceId feed, long from, long to, String what) {
        String where = feed + " block " + from + (to > from ? " to " + to : "");
        add(Finding.Kind.BLOCK, where, what, false);
        gaps.merge(feed, new Gaps.Gap(from, to), Gaps.Gap::with);
    }

    void signature(DeviceId feed, long seq, String what) {
        add(Finding.Kind.SIGNATURE, feed + " block " + seq, what, true);
        signatures.computeIfAbsent(feed, each -> new TreeSet<>()).add(seq);
    }

    /** Returns whether it is the first finding about the object. */
    boolean object(Finding.Kind kind, ObjectId object, String what) {
        if (objects.contains(object)) {
            return false;
        }
        if (objects.size() < MOST_OBJECTS) {
            objects.add(object);
        }
        add(kind, object.toString(), what, gaps.isEmpty());
        return true;
    }

    void unlisted(ObjectId object, String what) {
        if (unlisted.size() < MOST_OBJECTS) {
            unlisted.add(object);
        }
        add(Finding.Kind.CATALOGUE, object.toString(), what, true);
    }

    void stray(ObjectId object, byte[] key) {
        if (strayEntries.size() < MOST_OBJECTS) {
            strayEntries.add(key);
        }
        add(Finding.Kind.CATALOGUE, object.toString(), "It is listed and not here.", true);
    }

    void index(int number, String name, String what) {
        if (indexes.add(number)) {
            add(Finding.Kind.INDEX, name, what, true);
        }
    }

    void chunk(Hash address, String what) {
        if (chunks.size() < MOST_OBJECTS) {
            chunks.add(address);
        }
        add(Finding.Kind.CHUNK, address.toString(), what, true);
    }

    List<Finding> findings() {
        return findings;
    }

    long more() {
        return more;
    }

    Map<DeviceId, Gaps.Gap> gaps() {
        return gaps;
    }

    Map<DeviceId, Set<Long>> signatures() {
        return signatures;
    }

    Set<ObjectId> objects() {
        return objects;
    }

    Set<ObjectId> unlisted() {
        return unlisted;
    }

    List<byte[]> strayEntries() {
        return strayEntries;
    }

    Set<Integer> indexes() {
        return indexes;
    }

    Set<Hash> chunks() {
        return chunks;
    }
}
