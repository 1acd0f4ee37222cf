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
        Latest latest = new Latest(actors);
        if (scalar != null) {
            latest.see(
                    FieldKind.SCALAR, scalar.first().lamport(), scalar.first().actor());
        }
        latest.see(FieldKind.MAP, map == null ? null : map.stamp);
        latest.see(FieldKind.LIST, list == null ? null : list.stamp);
        latest.see(FieldKind.TEXT, text == null ? null : text.stamp);
        latest.see(FieldKind.COUNTER, counter == null ? null : counter.stamp);
        latest.see(FieldKind.SET, set == null ? null : set.stamp);
        latest.see(FieldKind.MODEL, model == null ? null : model.stamp);
        return latest.kind;
    }

    /** The kind written last of those seen; of two that one change wrote, the one seen later. */
    private static final class Latest {
        private final Actors actors;
        private @Nullable FieldKind kind;
        private long lamport;
        private int actor;

        Latest(Actors actors) {
            this.actors = actors;
        }

        void see(FieldKind seen, @Nullable Stamp stamp) {
            if (stamp != null && stamp.present()) {
                see(seen, stamp.lamport(), stamp.actor());
            }
        }

        void see(FieldKind seen, long at, int by) {
            if (kind == null || Stamp.compare(at, by, lamport, actor, actors) >= 0) {
                kind = seen;
                lamport = at;
                actor = by;
            }
        }
    }
}
