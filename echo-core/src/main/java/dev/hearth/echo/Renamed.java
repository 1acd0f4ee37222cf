package dev.hearth.echo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a component of a record, or an accessor of an interface, was called before: its field goes on under that
 * name in what is stored. So programs of both names edit the same field, whatever it is, and nothing has to be moved. A
 * type is renamed with {@link Type}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Renamed {
    /** The name of the stored field. */
    String value();
}
