package dev.hearth.kube.bench;

import dev.hearth.echo.crdt.ObjectState;
import dev.hearth.echo.crdt.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A short hash of what a script left behind, which whoever plays the script with another engine computes too. Engines
 * order differently what several wrote at one place at once, and choose another winner; of such scripts only what is
 * there counts, not in which order, and of maps the keys alone.
 */
final class Fingerprint {
    private Fingerprint() {}

    static String of(ObjectState state, Script.Shape shape) {
        char[] units = state.text(Script.TEXT).toCharArray();
        List<String> items = new ArrayList<>();
        for (Scalar item : state.list(Script.LIST)) {
            items.add(String.valueOf(Step.plain(item)));
        }
        if (shape == Script.Shape.PAIR || shape == Script.Shape.CROWD) {
            Arrays.sort(units);
            Collections.sort(items);
        }
        String keys = String.join(",", state.map(Script.MAP).keySet());
        String content = String.join("\u0000", new String(units), String.join(",", items), keys);
        return String.format(Locale.ROOT, "%08x", content.hashCode());
    }
}
