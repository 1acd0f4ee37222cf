package dev.hearth.echo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the stored type of a record or of an interface, so that the Java class can be renamed; without it the simple
 * name counts. Says which version of the type this is, and what leads to it from the versions before.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Type {
    /** The name that objects carry; empty for the simple name of the class. */
    String value() default "";

    /**
     * The version, from 1 on. It takes a new one only when fields are not what they were; what is added, left out or
     * {@link Renamed} needs none.
     */
    int version() default 1;

    /**
     * What leads from version to version, the last one to {@link #version()}. Each class has a constructor without
     * parameters.
     */
    Class<? extends Migration>[] migrations() default {};
}
