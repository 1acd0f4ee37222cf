package dev.hearth.echo.crdt;

import java.util.Arrays;

/** Which fields objects have, ascending by name, with the archive's numbers of the names and the kinds in each. */
final class ArchiveShape {
    final int number;
    final String[] names;
    final int[] numbers;
    final int[] kinds;

    ArchiveShape(int number, String[] names, int[] numbers, int[] kinds) {
        this.number = number;
        this.names = names;
        this.numbers = numbers;
        this.kinds = kinds;
    }

    int size() {
        return names.length;
    }

    int indexOf(String name) {
        return Arrays.binarySearch(names, name);
    }
}
