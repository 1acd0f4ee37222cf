package dev.hearth.kube.cli;

import dev.hearth.halo.HistoryPolicy;
import java.util.Locale;
import picocli.CommandLine;

/** The names of history policies on the command line: in small letters, with hyphens. */
final class HistoryNames implements CommandLine.ITypeConverter<HistoryPolicy> {
    static String of(HistoryPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public HistoryPolicy convert(String value) {
        for (HistoryPolicy each : HistoryPolicy.values()) {
            if (of(each).equals(value)) {
                return each;
            }
        }
        throw new CommandLine.TypeConversionException("full or since-join, and not " + value);
    }
}
