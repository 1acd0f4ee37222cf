package dev.hearth.echo.internal.core;

import dev.hearth.base.HearthException;
import dev.hearth.echo.internal.Values;

/**
 * Where a field is declared.
 *
 * @param owner the type
 * @param name what the field is called there
 * @param field what it is called where it is stored
 */
record Declared(TypeDeclaration owner, String name, String field) {
    /** Returns the error that what is stored, or is to be, is not what was declared. */
    HearthException mismatch(String rule) {
        return Values.mismatch(owner.name(), name, rule);
    }

    /** Returns the error that a value breaks a rule. */
    HearthException mismatch(String rule, Object value) {
        return Values.mismatch(owner.name(), name, rule, value);
    }

    @Override
    public String toString() {
        return owner.name() + "." + name;
    }
}
