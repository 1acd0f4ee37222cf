package dev.hearth.echo;

/**
 * An edge from one object to another, with fields: a record that says which of its references are the ends.
 *
 * <pre>{@code
 * record Employs(Ref<Company> source, Ref<Person> target, Instant since) implements Relation<Company, Person> {}
 *
 * database.relate(new Employs(hearth, ann, today));
 * database.relations(Employs.class).from(hearth).orderBy(Employs::since).list();
 * }</pre>
 *
 * <p>An edge is an object like any other: it has an id, it is queried, updated, deleted and restored, and what one
 * transaction does to it is undone with the rest. Its ends never change; relate others instead. Either end may live in
 * another space.
 *
 * @param <S> what the source is read as
 * @param <T> what the target is read as
 */
public interface Relation<S, T> {
    /** Returns the object that the edge starts at. */
    Ref<S> source();

    /** Returns the object that the edge leads to. */
    Ref<T> target();
}
