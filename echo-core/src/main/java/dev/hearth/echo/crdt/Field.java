package dev.hearth.echo.crdt;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One field with all that was ever written to it: the kinds stand side by side, and the one written last shows. */
final class Field {
    final String name;

    @Nullable Register scalar;

    @Nullable MapEntries map;

    @Nullable ListSequence list;

    @Nullable TextSequence text;

    @Nullable Counter counter;

    @Nullable SetMembers set;

    @Nullable ModelLog model;

    private @Nullable PackedField packed;

    Field(String name) {
        this.name = name;
    }

    /** A field of a packed state, which is read when it is needed. */
    Field(String name, PackedField packed) {
        this.name = name;
        this.packed = packed;
    }

    /** What the field is as long as nobody has needed it. */
    @Nullable PackedField packed() {
        return packed;
    }

    /** Reads what is still packed. */
    Field opened(Actors actors, ChangeRecorder recorder) {
        PackedField unread = packed;
        if (unread != null) {
            packed = null;
            unread.into(this, actors, recorder);
        }
        return this;
    }

    /** The entries of a map. */
    static final class MapEntries {
        final Map<String, Register> entries = new HashMap<>();
        final Stamp stamp = new Stamp();

        void put(String key, @Nullable Register register) {
            if (register == null) {
                entries.remove(key);
            } else {
                entries.put(key, register);
            }
        }
    }

    MapEntries mapEntries() {
        MapEntries known = map;
        if (known == null) {
            known = new MapEntries();
            map = known;
        }
        return known;
    }

    ListSequence listSequence(Actors actors, ChangeRecorder recorder) {
        ListSequence known = list;
        if (known == null) {
            known = new ListSequence(actors, name, recorder);
            list = known;
        }
        return known;
    }

    TextSequence textSequence(Actors actors, ChangeRecorder recorder) {
        TextSequence known = text;
        if (known == null) {
            known = new TextSequence(actors, name, recorder);
            text = known;
        }
        return known;
    }

    Counter counterCell() {
        Counter known = counter;
        if (known == null) {
            known = new Counter();
            counter = known;
        }
        return known;
    }

    SetMembers setMembers() {
        SetMembers known = set;
        if (known == null) {
            known = new SetMembers();
            set = known;
        }
        return known;
    }

    ModelLog modelLog() {
        ModelLog known = model;
        if (known == null) {
            known = new ModelLog();
            model = known;
        }
        return known;
    }

    /** The kind written last, or null when nothing stands here. */
    @Nullable FieldKind kind(Actors actors) {
        FieldKind best = null;
        long lamport = 0;
        int actor = -1;
        for (FieldKind kind : FieldKind.values()) {
            long at = lamportOf(kind);
            int by = actorOf(kind);
            if (by >= 0 && (best == null || Stamp.compare(at, by, lamport, actor, actors) >= 0)) {
                best = kind;
                lamport = at;
                actor = by;
            }
        }
        return best;
    }

    private long lamportOf(FieldKind kind) {
        Register register = scalar;
        if (kind == FieldKind.SCALAR) {
            return register == null ? 0 : register.first().lamport();
        }
        Stamp stamp = stamp(kind);
        return stamp == null ? 0 : stamp.lamport();
    }

    private int actorOf(FieldKind kind) {
        Register register = scalar;
        if (kind == FieldKind.SCALAR) {
            return register == null ? -1 : register.first().actor();
        }
        Stamp stamp = stamp(kind);
        return stamp == null ? -1 : stamp.actor();
    }

    private @Nullable Stamp stamp(FieldKind kind) {
        MapEntries entries = map;
        ListSequence items = list;
        TextSequence characters = text;
        Counter sum = counter;
        SetMembers members = set;
        ModelLog operations = model;
        return switch (kind) {
            case SCALAR -> null;
            case MAP -> entries == null ? null : entries.stamp;
            case LIST -> items == null ? null : items.stamp;
            case TEXT -> characters == null ? null : characters.stamp;
            case COUNTER -> sum == null ? null : sum.stamp;
            case SET -> members == null ? null : members.stamp;
            case MODEL -> operations == null ? null : operations.stamp;
        };
    }
}
