package dev.hearth.echo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Between which bounds a number lies, or each number of a list, set or map; the bounds belong to it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Range {
    /** The least number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest number. */
    double max() default Double.POSITIVE_INFINITY;
}
