package dev.hearth.echo.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a state: version, actors by their keys, the object's lifecycle, the fields by name, what the
 * authors' changes have named, and a checksum. Equal histories give equal bytes.
 */
final class StateFile {
    private static final int VERSION = 1;
    private static final int CHECKSUM = 4;
    private static final int SCALAR = 1;
    private static final int MAP = 2;
    private static final int LIST = 4;
    private static final int TEXT = 8;
    private static final int COUNTER = 16;
    private static final int SET = 32;
    private static final int MODEL = 64;

    private StateFile() {}

    static byte[] write(ObjectState state) {
        try {
            return new Writer(state).write();
        } catch (ChangeException e) {
            throw new IllegalStateException("The history that this state was loaded with is damaged", e);
        }
    }

    @SuppressWarnings("IllegalCatch")
    static ObjectState read(byte[] saved, Actors actors) throws ChangeException {
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
        private final ObjectState state;
        private final Actors actors;
        private final ByteSink out = new ByteSink(256);
        private final Map<String, Field> fields = new TreeMap<>();
        private final List<Field> numbered = new ArrayList<>();
        private final List<Author> authors = new ArrayList<>();
        private final IntTable rankOf = new IntTable();

        Writer(ObjectState state) {
            this.state = state;
            this.actors = state.actors();
        }

        byte[] write() throws ChangeException {
            collect();
            out.u8(VERSION);
            writeActors();
            if (state.lifecycleStamp().present()) {
                out.u8(state.deleted() ? 2 : 1);
                stamp(state.lifecycleStamp());
            } else {
                out.u8(0);
            }
            out.varint(fields.size());
            for (Field field : fields.values()) {
                numbered.add(field);
                field(field);
            }
            out.varint(authors.size());
            for (Author author : authors) {
                author(author);
            }
            byte[] body = out.toByteArray();
            out.fixed32(checksum(body, body.length));
            return out.toByteArray();
        }

        private void collect() {
            for (Field field : state.allFields()) {
                if (field.kind(actors) != null) {
                    fields.put(field.name, field);
                }
            }
            for (Author author : state.authors()) {
                if (author.fieldCount() > 0 || author.actorCount() > 0) {
                    authors.add(author);
                }
                for (int i = 0; i < author.fieldCount(); i++) {
                    fields.put(author.field(i).name, author.field(i));
                }
            }
            authors.sort((a, b) -> actors.compare(a.actor, b.actor));
        }

        private void writeActors() {
            TreeSet<Integer> all = new TreeSet<>(actors::compare);
            if (state.lifecycleStamp().present()) {
                all.add(state.lifecycleStamp().actor());
            }
            for (Author author : authors) {
                all.add(author.actor);
                for (int i = 0; i < author.actorCount(); i++) {
                    all.add(author.actor(i));
                }
            }
            fields.values().forEach(field -> SequenceFile.actorsOf(field, all));
            out.varint(all.size());
            int rank = 0;
            for (int actor : all) {
                out.raw(actors.keyOf(actor));
                rankOf.put(actor, rank++);
            }
        }

        private void field(Field field) throws ChangeException {
            Field.MapEntries map = field.map;
            ListSequence list = field.list;
            TextSequence text = field.text;
            int mask = (field.scalar == null ? 0 : SCALAR)
                    | (map == null || !map.stamp.present() ? 0 : MAP)
                    | (list == null || list.untouched() ? 0 : LIST)
                    | (text == null || text.untouched() ? 0 : TEXT)
                    | (field.counter == null || !field.counter.stamp.present() ? 0 : COUNTER)
                    | (field.set == null || !field.set.stamp.present() ? 0 : SET)
                    | (field.model == null || !field.model.stamp.present() ? 0 : MODEL);
            out.text(field.name);
            out.u8(mask);
            if ((mask & SCALAR) != 0) {
                register(field.scalar);
            }
            if (map != null && (mask & MAP) != 0) {
                stamp(map.stamp);
                out.varint(map.entries.size());
                for (Map.Entry<String, Register> entry : new TreeMap<>(map.entries).entrySet()) {
                    out.text(entry.getKey());
                    register(entry.getValue());
                }
            }
            if (list != null && (mask & LIST) != 0) {
                stamp(list.stamp);
                SequenceFile.write(out, list, rankOf);
            }
            if (text != null && (mask & TEXT) != 0) {
                stamp(text.stamp);
                SequenceFile.write(out, text, rankOf);
            }
            if ((mask & (COUNTER | SET | MODEL)) != 0) {
                others(field, mask);
            }
        }

        private void others(Field field, int mask) {
            Counter counter = field.counter;
            if (counter != null && (mask & COUNTER) != 0) {
                stamp(counter.stamp);
                out.zigzag(counter.sum());
            }
            SetMembers set = field.set;
            if (set != null && (mask & SET) != 0) {
                stamp(set.stamp);
                out.varint(set.members.size());
                for (Map.Entry<Scalar, Register> member : set.ordered().entrySet()) {
                    ScalarCodec.write(out, member.getKey());
                    register(member.getValue());
                }
            }
            ModelLog model = field.model;
            if (model != null && (mask & MODEL) != 0) {
                out.varint(model.events().size());
                for (ModelEvent event : model.events()) {
                    out.varint(rankOf.get(event.actor()));
                    out.varint(event.lamport());
                    out.blob(event.shared());
                }
            }
        }

        private void register(@Nullable Register head) {
            int count = 0;
            for (Register at = head; at != null; at = at.next()) {
                count++;
            }
            out.varint(count);
            for (Register at = head; at != null; at = at.next()) {
                out.varint(rankOf.get(at.actor()));
                out.varint(at.lamport());
                ScalarCodec.write(out, at.value());
            }
        }

        private void stamp(Stamp stamp) {
            out.varint(rankOf.get(stamp.actor()));
            out.varint(stamp.lamport());
        }

        private void author(Author author) {
            out.varint(rankOf.get(author.actor));
            out.varint(author.fieldCount());
            for (int i = 0; i < author.fieldCount(); i++) {
                out.varint(numbered.indexOf(author.field(i)));
            }
            out.varint(author.actorCount());
            for (int i = 0; i < author.actorCount(); i++) {
                out.varint(rankOf.get(author.actor(i)));
            }
        }
    }

    /** Reads one state. */
    private static final class Reader {
        private final ByteSource in;
        private final Actors actors;
        private final ObjectState state;
        private int[] ranked = new int[0];
        private final List<Field> fields = new ArrayList<>();

        Reader(ByteSource in, Actors actors) {
            this.in = in;
            this.actors = actors;
            this.state = new ObjectState(actors);
        }

        ObjectState read() throws ChangeException {
            if (in.u8() != VERSION) {
                throw new ChangeException("The format of a saved state is not known");
            }
            ranked = new int[in.count(Actors.KEY_LENGTH)];
            for (int i = 0; i < ranked.length; i++) {
                ranked[i] = actors.intern(in.raw(Actors.KEY_LENGTH));
                if (i > 0 && actors.compare(ranked[i - 1], ranked[i]) >= 0) {
                    throw new ChangeException("Actors are out of order");
                }
            }
            int life = in.u8();
            if (life > 2) {
                throw new ChangeException("A lifecycle is unknown");
            }
            if (life > 0) {
                int actor = actor();
                state.lifecycle(life == 2, actor, lamport());
                state.recorder().clear();
            }
            int count = in.count(2);
            for (int i = 0; i < count; i++) {
                Field field = state.field(in.text());
                fields.add(field);
                field(field);
            }
            int authors = in.count(3);
            for (int i = 0; i < authors; i++) {
                author();
            }
            in.done();
            state.recorder().clear();
            return state;
        }

        private int actor() throws ChangeException {
            int rank = in.varint();
            if (rank >= ranked.length) {
                throw new ChangeException("An actor is not known");
            }
            return ranked[rank];
        }

        private long lamport() throws ChangeException {
            long lamport = in.varlong();
            if (lamport < 0) {
                throw new ChangeException("A lamport is out of range");
            }
            return lamport;
        }

        private void field(Field field) throws ChangeException {
            int mask = in.u8();
            if (mask > (SCALAR | MAP | LIST | TEXT | COUNTER | SET | MODEL)) {
                throw new ChangeException("A kind of field is unknown");
            }
            if ((mask & SCALAR) != 0) {
                field.scalar = register();
            }
            if ((mask & MAP) != 0) {
                Field.MapEntries map = field.mapEntries();
                stamp(map.stamp);
                int entries = in.count(2);
                for (int i = 0; i < entries; i++) {
                    map.put(in.text(), register());
                }
            }
            if ((mask & LIST) != 0) {
                ListSequence list = field.listSequence(actors, state.recorder());
                stamp(list.stamp);
                SequenceFile.read(in, list, ranked);
            }
            if ((mask & TEXT) != 0) {
                TextSequence text = field.textSequence(actors, state.recorder());
                stamp(text.stamp);
                SequenceFile.read(in, text, ranked);
            }
            if ((mask & COUNTER) != 0) {
                Counter counter = field.counterCell();
                stamp(counter.stamp);
                counter.add(in.zigzag());
            }
            if ((mask & SET) != 0) {
                SetMembers set = field.setMembers();
                stamp(set.stamp);
                int members = in.count(4);
                for (int i = 0; i < members; i++) {
                    Scalar member = ScalarCodec.read(in);
                    if (set.members.containsKey(member)) {
                        throw new ChangeException("A member is in a set twice");
                    }
                    set.put(member, register());
                }
            }
            if ((mask & MODEL) != 0) {
                events(field.modelLog());
            }
        }

        private void events(ModelLog log) throws ChangeException {
            int count = in.count(3);
            if (count == 0) {
                throw new ChangeException("A model without operations");
            }
            for (int i = 0; i < count; i++) {
                int actor = actor();
                long lamport = lamport();
                byte[] operation = in.blob();
                if (operation.length > ModelEvent.MAX_BYTES) {
                    throw new ChangeException("An operation of a model is too long");
                }
                log.add(new ModelEvent(lamport, actor, operation), actors);
            }
        }

        private @Nullable Register register() throws ChangeException {
            int count = in.count(3);
            List<Register> ranks = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int actor = actor();
                long lamport = lamport();
                ranks.add(new Register(lamport, actor, ScalarCodec.read(in), null));
            }
            return Register.chain(ranks);
        }

        private void stamp(Stamp stamp) throws ChangeException {
            int actor = actor();
            stamp.raise(lamport(), actor, actors);
        }

        private void author() throws ChangeException {
            Author author = state.author(actor());
            int named = in.count(1);
            for (int i = 0; i < named; i++) {
                int number = in.varint();
                if (number >= fields.size()) {
                    throw new ChangeException("A field is not known");
                }
                author.learn(fields.get(number));
            }
            int known = in.count(1);
            for (int i = 0; i < known; i++) {
                author.learnActor(actor());
            }
        }
    }
}
