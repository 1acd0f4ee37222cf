package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * The stored form of a state: version, actors by their keys, the object's lifecycle, the fields by name, what the
 * authors' changes have named, and a checksum. Equal histories give equal bytes.
 */
final class StateFile {
    private static final int VERSION = 1;
    private static final int CHECKSUM = 4;

    private StateFile() {}

    static byte[] write(UnpackedState state) {
        try {
            return new Writer(state).write();
        } catch (ChangeException e) {
            throw new IllegalStateException("The history that this state was loaded with is damaged", e);
        }
    }

    @SuppressWarnings("IllegalCatch")
    static UnpackedState read(byte[] saved, Actors actors) throws ChangeException {
        if (saved.length < 1 + CHECKSUM) {
            throw new ChangeException("The bytes end early");
        }
        int body = saved.length - CHECKSUM;
        if (new ByteSource(saved, body, saved.length).fixed32() != checksum(saved, body)) {
            throw new ChangeException("The checksum does not fit");
        }
        try {
            return new Reader(new ByteSource(saved, 0, body), actors).read();
        } catch (RuntimeException e) {
            throw new ChangeException("A saved state contradicts itself", e);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Writes one state. */
    private static final class Writer {
        private final UnpackedState state;
        private final Actors actors;
        private final ByteSink out = new ByteSink(256);
        private final List<Author> authors = new ArrayList<>();
        /** The fields with their numbers: as the authors named them, and then by name. */
        private final Map<Field, Integer> fields = new LinkedHashMap<>();

        private final IntTable rankOf = new IntTable();

        Writer(UnpackedState state) {
            this.state = state;
            this.actors = state.actors();
        }

        byte[] write() throws ChangeException {
            collect();
            out.u8(VERSION);
            writeActors();
            FieldWriter writer = new FieldWriter(out, rankOf::get);
            Stamp lifecycle = state.lifecycle().stamp;
            out.u8(state.lifecycle().is());
            if (lifecycle.present()) {
                writer.stamp(lifecycle);
            }
            out.varint(fields.size());
            for (Field field : fields.keySet()) {
                int kinds = FieldKinds.of(field);
                out.text(field.name);
                out.u8(kinds);
                writer.write(field, kinds);
            }
            out.varint(authors.size());
            for (Author author : authors) {
                AuthorFile.write(out, author, fields::get, rankOf::get);
            }
            byte[] body = out.toByteArray();
            out.fixed32(checksum(body, body.length));
            return out.toByteArray();
        }

        private void collect() {
            for (Author author : state.authors()) {
                if (author.namedAnything()) {
                    authors.add(author);
                }
            }
            authors.sort((a, b) -> actors.compare(a.actor, b.actor));
            Map<String, Field> rest = new TreeMap<>();
            for (Field field : state.fields().all()) {
                if (FieldKinds.of(field) != 0) {
                    rest.put(field.name, field);
                }
            }
            for (Author author : authors) {
                for (int i = 0; i < author.fieldCount(); i++) {
                    fields.putIfAbsent(author.field(i), fields.size());
                }
            }
            rest.values().forEach(field -> fields.putIfAbsent(field, fields.size()));
        }

        private void writeActors() {
            TreeSet<Integer> all = new TreeSet<>(actors::compare);
            if (state.lifecycle().stamp.present()) {
                all.add(state.lifecycle().stamp.actor());
            }
            for (Author author : authors) {
                all.add(author.actor);
                for (int i = 0; i < author.actorCount(); i++) {
                    all.add(author.actor(i));
                }
            }
            fields.keySet().forEach(field -> SequenceFile.actorsOf(field, all));
            out.varint(all.size());
            int rank = 0;
            for (int actor : all) {
                out.raw(actors.keyOf(actor));
                rankOf.put(actor, rank++);
            }
        }
    }

    /** Reads one state. */
    private static final class Reader {
        private final ByteSource in;
        private final Actors actors;
        private final UnpackedState state;

        Reader(ByteSource in, Actors actors) {
            this.in = in;
            this.actors = actors;
            this.state = new UnpackedState(actors);
        }

        UnpackedState read() throws ChangeException {
            if (in.u8() != VERSION) {
                throw new ChangeException("The format of a saved state is not known");
            }
            int[] ranked = actors();
            FieldReader reader = new FieldReader(in, ranked, actors, state.recorder());
            int life = in.u8();
            if (life >= Lifecycle.COUNT) {
                throw new ChangeException("A lifecycle is unknown");
            }
            if (life > 0) {
                Stamp stamp = new Stamp();
                reader.stamp(stamp);
                state.become(life, stamp.actor(), stamp.lamport());
            }
            List<Field> fields = fields(reader);
            int authors = in.count(3);
            for (int i = 0; i < authors; i++) {
                AuthorFile.read(in, state, fields, ranked);
            }
            in.done();
            state.recorder().clear();
            return state;
        }

        private int[] actors() throws ChangeException {
            int[] ranked = new int[in.count(Actors.KEY_LENGTH)];
            for (int i = 0; i < ranked.length; i++) {
                ranked[i] = actors.intern(in.raw(Actors.KEY_LENGTH));
                if (i > 0 && actors.compare(ranked[i - 1], ranked[i]) >= 0) {
                    throw new ChangeException("Actors are out of order");
                }
            }
            return ranked;
        }

        private List<Field> fields(FieldReader reader) throws ChangeException {
            int count = in.count(2);
            List<Field> fields = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Field field = state.field(in.text());
                if (state.fields().size() == i) {
                    throw new ChangeException("A field is there twice");
                }
                int kinds = in.u8();
                if (kinds >= 1 << FieldKinds.COUNT) {
                    throw new ChangeException("A kind of field is unknown");
                }
                reader.read(field, kinds);
                fields.add(field);
            }
            return fields;
        }
    }
}
