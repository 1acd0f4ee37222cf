package dev.hearth.client.wallet;

import dev.hearth.client.KnownSpace;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user is told about a request, the same on a console and in a window. */
final class ConsentText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ConsentText() {}

    static List<String> of(AccessRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add("\"" + request.name() + "\" " + (request.more() ? "asks for more access" : "asks for access")
                + " (key " + request.app().brief() + ").");
        lines.add("It wants to " + wish(request.scope()) + ".");
        request.scope().until().ifPresent(end -> lines.add("Until " + TIME.format(end) + "."));
        return lines;
    }

    private static String wish(AppScope scope) {
        String verb = scope.rights() == AppRights.WRITE ? "read and write" : "read";
        if (scope.rights() == AppRights.PROVE) {
            return "prove to others who you are, and see no space";
        }
        if (scope.allSpaces()) {
            return verb + " all your spaces, also those that you create or join later";
        }
        return verb + (scope.isForTheUserToPick() ? " spaces that you pick" : " these spaces");
    }

    /** Returns how a space is listed, its number first. */
    static String line(int number, KnownSpace space) {
        return "  " + number + "  " + ShownText.of(space.name()) + " ("
                + space.id().brief() + ")";
    }
}
