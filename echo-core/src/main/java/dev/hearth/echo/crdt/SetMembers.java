package dev.hearth.echo.crdt;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a set, each with the stamps of the additions that stand: a removal covers only those it saw. */
final class SetMembers {
    /** The order in which members are shown and stored: by their encodings. */
    static final Comparator<Scalar> ORDER =
            (one, other) -> java.util.Arrays.compareUnsigned(one.encode(), other.encode());

    final Map<Scalar, Register> members = new HashMap<>();
    final Stamp stamp = new Stamp();

    void put(Scalar member, @Nullable Register register) {
        if (register == null) {
            members.remove(member);
        } else {
            members.put(member, register);
        }
    }

    SortedMap<Scalar, Register> ordered() {
        SortedMap<Scalar, Register> sorted = new TreeMap<>(ORDER);
        sorted.putAll(members);
        return sorted;
    }
}
