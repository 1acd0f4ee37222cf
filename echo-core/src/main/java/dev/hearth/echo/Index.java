package dev.hearth.echo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an index, so that queries for the record find what they are for without reading all objects of the type. On
 * a component: an index of that component, of each member where it is a set or a list, of each key where it is a map.
 * On a record: an index of several components, the one that is compared first first, such as {@code @Index({"done",
 * "due desc"})}.
 *
 * <p>An index is built when a program first uses the record, kept in the same atomic write as the objects, and dropped
 * when the record is used without it. It goes by what is stored: a record whose constructor or accessors change what
 * they are given is found by what it was given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
@Repeatable(Index.Several.class)
public @interface Index {
    /** The components, 1 to 8, each followed by " desc" to be kept in descending order; none on a component. */
    String[] value() default {};

    /** Several indexes of one record. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
    @interface Several {
        /** The indexes. */
        Index[] value();
    }
}
