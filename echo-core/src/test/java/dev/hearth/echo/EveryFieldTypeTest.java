package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type that a component may have: kept, compared, indexed, absent, and not what the record wants. */
class EveryFieldTypeTest {
    enum Shade {
        DARK,
        LIGHT
    }

    @Type("All")
    record All(
            @Index String string,
            @Index boolean bool,
            @Index Boolean boxedBool,
            @Index int number,
            @Index Integer boxedNumber,
            @Index long whole,
            @Index Long boxedWhole,
            @Index double real,
            @Index Double boxedReal,
            @Index Instant time,
            @Index Bytes bytes,
            @Index Shade shade,
            @Index Text text,
            @Index Counter counter,
            @Index Optional<Boolean> mayBool,
            @Index Optional<Integer> mayNumber,
            @Index Optional<Double> mayReal,
            @Index Optional<Shade> mayShade,
            List<Double> reals,
            Set<Shade> shades,
            Map<String, Instant> times) {}

    /** What has no value that stands for absence. */
    @Type("Ends")
    record Ends(@Index ObjectId object, @Index Ref<All> ref) {}

    private static final All FULL = new All(
            "a",
            true,
            true,
            -7,
            8,
            1L << 40,
            -1L << 40,
            2.5,
            -0.5,
            Instant.ofEpochSecond(5, 6),
            Bytes.fromHex("0102"),
            Shade.LIGHT,
            Text.of("word"),
            Counter.of(3),
            Optional.of(true),
            Optional.of(4),
            Optional.of(1.5),
            Optional.of(Shade.LIGHT),
            List.of(1.0, 2.5),
            Set.of(Shade.DARK, Shade.LIGHT),
            Map.of("then", Instant.ofEpochSecond(9)));

    private static final All NONE = new All(
            "",
            false,
            false,
            0,
            0,
            0,
            0L,
            0,
            0.0,
            Instant.EPOCH,
            Bytes.EMPTY,
            Shade.DARK,
            Text.of(""),
            Counter.of(0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Set.of(),
            Map.of());

    private final EchoDatabase database = new TestPeers(51, 1).database(0);

    @Test
    void whatIsPutIsFoundAndWhatIsNotThereReadsAsNothing() {
        Ref<All> full = database.put(FULL);
        DynamicObject bare = database.create("All");
        assertThat(database.get(full)).isEqualTo(FULL);
        assertThat(bare.as(All.class)).isEqualTo(NONE);
        database.update(full, all -> NONE);
        assertThat(database.get(full)).isEqualTo(NONE);
        database.update(full, all -> FULL);
        assertThat(database.get(full)).isEqualTo(FULL);
    }

    /** What indexes hold is compared as what is read: of both objects, the absent values of one included. */
    @Test
    void everyComponentIsFoundByItsValueAndInOrder() {
        Ref<All> full = database.put(FULL);
        ObjectId bare = database.create("All").id();
        found(full, bare, All::string);
        found(full, bare, All::bool);
        found(full, bare, All::boxedBool);
        found(full, bare, All::number);
        found(full, bare, All::boxedNumber);
        found(full, bare, All::whole);
        found(full, bare, All::boxedWhole);
        found(full, bare, All::real);
        found(full, bare, All::boxedReal);
        found(full, bare, All::time);
        found(full, bare, All::bytes);
        found(full, bare, All::shade);
        found(full, bare, All::text);
        found(full, bare, All::counter);
        assertThat(ids(Filter.missing(All::mayBool))).containsExactly(bare);
        assertThat(ids(Filter.equal(All::mayNumber, Optional.of(4)))).containsExactly(full.id());
        assertThat(ids(Filter.equal(All::mayReal, Optional.of(1.5)))).containsExactly(full.id());
        assertThat(ids(Filter.equal(All::mayShade, Optional.of(Shade.LIGHT)))).containsExactly(full.id());
    }

    private <P extends Comparable<? super P>> void found(Ref<All> full, ObjectId bare, Property<All, P> property) {
        assertThat(ids(Filter.equal(property, property.apply(FULL)))).containsExactly(full.id());
        assertThat(ids(Filter.equal(property, property.apply(NONE)))).containsExactly(bare);
        boolean less = property.apply(FULL).compareTo(property.apply(NONE)) < 0;
        List<ObjectId> ascending = database.query(All.class).orderBy(property).list().stream()
                .map(row -> row.ref().id())
                .toList();
        assertThat(ascending).isEqualTo(less ? List.of(full.id(), bare) : List.of(bare, full.id()));
    }

    private List<ObjectId> ids(Filter<All> filter) {
        return database.query(All.class).where(filter).list().stream()
                .map(row -> row.ref().id())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string",
                "bool",
                "boxedBool",
                "number",
                "boxedNumber",
                "whole",
                "boxedWhole",
                "real",
                "boxedReal",
                "time",
                "bytes",
                "shade",
                "mayBool",
                "mayNumber",
                "mayReal",
                "mayShade"
            })
    void whatDoesNotFitIsRefusedInReadingAndFoundByNoQuery(String field) {
        DynamicObject object = database.create("All");
        Ref<All> ref = database.ref(All.class, object.id());
        for (Object wrong : List.of("wrong", object.id(), true, 1L << 50, 0.25, Instant.EPOCH)) {
            object.set(field, wrong);
            boolean fits;
            try {
                database.get(ref);
                fits = true;
            } catch (HearthException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH);
                fits = false;
            }
            assertThat(database.query(All.class).count())
                    .as("%s as %s", field, wrong)
                    .isEqualTo(fits ? 1 : 0);
            assertThat(database.query(All.class)
                            .orderBy(Property.<All, String>named(field))
                            .list())
                    .hasSize(fits ? 1 : 0);
            assertThat(database.unfit(All.class)).hasSize(fits ? 0 : 1);
        }
        object.set(field, object.id());
        assertThatThrownBy(() -> database.get(ref)).isInstanceOf(HearthException.class);
    }

    @Test
    void endsAreThereOrTheObjectDoesNotFit() {
        Ref<All> all = database.put(FULL);
        Ref<Ends> ends = database.put(new Ends(all.id(), all));
        assertThat(database.get(ends)).isEqualTo(new Ends(all.id(), all));
        assertThat(database.query(Ends.class)
                        .where(Filter.equal(Ends::object, all.id()))
                        .count())
                .isEqualTo(1);
        assertThat(database.query(Ends.class)
                        .where(Filter.equal(Ends::ref, all))
                        .count())
                .isEqualTo(1);
        DynamicObject bare = database.create("Ends");
        assertThatThrownBy(() -> bare.as(Ends.class)).hasMessageContaining("Optional");
        bare.set("object", "no id").set("ref", all);
        assertThatThrownBy(() -> bare.as(Ends.class)).isInstanceOf(HearthException.class);
        SpaceId elsewhere = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));
        bare.set("object", Ref.of(elsewhere, all.id(), All.class));
        assertThatThrownBy(() -> bare.as(Ends.class)).isInstanceOf(HearthException.class);
        assertThat(database.query(Ends.class).count()).isEqualTo(1);
        bare.set("object", all.id());
        assertThat(database.query(Ends.class).count()).isEqualTo(2);
    }

    /** A schema that came as JSON holds dynamic objects to the same types. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "string",
                "bool",
                "number",
                "whole",
                "real",
                "time",
                "bytes",
                "shade",
                "text",
                "counter",
                "mayShade"
            })
    void aSchemaHoldsDynamicObjectsToItsTypes(String field) {
        DynamicObject full = database.object(database.put(FULL).id()).orElseThrow();
        database.require(ObjectSchema.parse(ObjectSchema.of(All.class).toJson()));
        Object right = full.get(field).orElseThrow();
        DynamicObject object = database.create("All");
        if (!(right instanceof Text) && !(right instanceof Counter)) {
            object.set(field, right);
            assertThat(object.get(field)).hasValue(right);
        }
        int refused = 0;
        for (Object wrong : List.of("wrong", object.id(), true, 1L << 50, 0.25, Instant.EPOCH, Bytes.EMPTY)) {
            try {
                object.set(field, wrong);
            } catch (HearthException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_MISMATCH);
                refused++;
            }
        }
        assertThat(refused).isBetween(4, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reals", "shades", "times"})
    void aSchemaHoldsContainersToTheirKindAndTheirItems(String field) {
        database.require(ObjectSchema.parse(ObjectSchema.of(All.class).toJson()));
        DynamicObject object = database.create("All");
        assertThatThrownBy(() -> object.set(field, "wrong")).isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> object.list(field).add("wrong")).isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> object.set(field).add("wrong")).isInstanceOf(HearthException.class);
        assertThatThrownBy(() -> object.map(field).put("key", "wrong")).isInstanceOf(HearthException.class);
        switch (field) {
            case "reals" -> object.list(field).add(7L);
            case "shades" -> object.set(field).add("DARK");
            default -> object.map(field).put("key", Instant.EPOCH);
        }
        assertThat(object.get(field)).isPresent();
    }
}
