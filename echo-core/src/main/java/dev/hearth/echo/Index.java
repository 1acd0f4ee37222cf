package dev.hearth.echo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an index of a record's type, or of an interface's that extends {@link Live}, so that queries find what they
 * are for without reading all objects of the type. On a component, or an accessor of the interface: an index of that
 * component, of each member where it is a set or a list, of each key where it is a map. On the whole: an index of
 * several components, the one that is compared first first, such as {@code @Index({"done", "due desc"})}.
 *
 * <p>An index is built when a program first uses the class, kept in the same atomic write as the objects, and dropped
 * when the class is used without it. It goes by what is stored: a record whose constructor or accessors change what
 * they are given is found by what it was given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD, ElementType.TYPE})
@Repeatable(Index.Several.class)
public @interface Index {
    /** The components, 1 to 8, each followed by " desc" to be kept in descending order; none on a component. */
    String[] value() default {};

    /**
     * Whether each row of values is to be of one object: a hint, because devices that write concurrently can't know of
     * each other. A local transaction after which two objects would agree in it is refused with DUPLICATE_KEY, from the
     * first use of the class on; while the index is being built, only the objects that it holds already count, and a
     * few hundred others. What others wrote is kept, and told by {@link Indexes#duplicates}. Where a value is missing,
     * nothing is compared. Not of texts, counters, nor of what a set, a list or a map holds.
     */
    boolean unique() default false;

    /** Several indexes of one record. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.RECORD_COMPONENT, ElementType.METHOD, ElementType.TYPE})
    @interface Several {
        /** The indexes. */
        Index[] value();
    }
}
