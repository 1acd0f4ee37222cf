package dev.hearth.echo;

import java.util.Map;
import java.util.Set;

/**
 * Leads from one version of a type to the next, by giving values to fields that the objects of the version before do
 * not have.
 *
 * <p>It is asked each time that a program of the later version reads an object that was created in an earlier one, and
 * what it gives is not stored. A field that the object does hold, because a later program wrote it, stays as it is; of
 * an edit only the fields that it changes are written. So programs of both versions edit the same objects side by side:
 * until a later program sets the new field, it follows what earlier programs write to the old ones. As it is a function
 * of what is stored, peers that hold the same see the same.
 *
 * <p>It depends on its argument alone (no time, no randomness, no other object) and changes nothing. When it throws,
 * the object does not fit its type.
 */
public interface Migration {
    /** Returns the names of the fields that it may give, as they are stored. */
    Set<String> fields();

    /**
     * Returns values for fields of {@link #fields()}: scalars as in {@link DynamicObject}, or a set of scalars. A field
     * without a value is absent. Texts, lists, maps and counters are not given, because what two devices wrote as a
     * beginning would be there twice; such a field keeps its stored name.
     *
     * @param fields the object's fields as {@link ObjectView#get} has them, and what the migrations before gave
     */
    Map<String, Object> migrate(Map<String, Object> fields);
}
