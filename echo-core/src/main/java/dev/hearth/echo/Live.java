package dev.hearth.echo;

/**
 * A live view of an object: what an interface extends whose methods are the fields of a type.
 *
 * <pre>{@code
 * interface TaskView extends Live {
 *     String title();                  // reads
 *     void title(String title);        // writes
 *     Optional<Instant> due();
 *     TextField notes();               // a text, to be edited in place
 *     default boolean isLate(Instant now) { return due().filter(now::isAfter).isPresent(); }
 * }
 * TaskView task = database.live(ref, TaskView.class);
 * }</pre>
 *
 * <p>A method without parameters reads the field of its name, of the types that a record's components have; a method
 * without result and with one parameter of that type writes it. {@link TextField}, {@link ListField}, {@link SetField},
 * {@link MapField} and {@link CounterField} are results only. Default methods are the interface's own. {@link Type},
 * {@link Renamed} and the rules ({@link Required}, {@link Length}, {@link Range}, {@link Matches}, on the reading
 * method) mean what they mean of records.
 *
 * <p>Each reading sees the newest state, each writing is a transaction of its own or joins the one that is open on the
 * thread; for a consistent look at several fields read within one. Thread-safe. Two views are equal when they show the
 * same object of the same database as the same interface.
 */
public interface Live {
    /** Returns the object as its fields are stored. */
    DynamicObject object();
}
