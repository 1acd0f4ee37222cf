package dev.hearth.client.wallet;

import dev.hearth.base.SpaceId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How far an application's access reaches: what it asks for, what its user gives, what it has.
 *
 * @param rights what it may do
 * @param allSpaces whether that holds in all spaces but the personal one, those that come later included
 * @param spaces the spaces in which it holds otherwise; none in what is asked for means those that the user picks
 * @param until when it ends, to the second; without it, when it is revoked
 */
public record AppScope(AppRights rights, boolean allSpaces, Set<SpaceId> spaces, Optional<Instant> until) {
    /** Spaces that one scope names at most. */
    public static final int MAX_SPACES = 1_000;

    /** Copies its input; spaces are named only where {@code rights} reach into spaces, and not beside all. */
    public AppScope {
        spaces = Set.copyOf(spaces);
        until = until.map(time -> Instant.ofEpochSecond(time.getEpochSecond()));
        if (spaces.size() > MAX_SPACES) {
            throw new IllegalArgumentException("spaces: at most " + MAX_SPACES + ", got " + spaces.size());
        }
        boolean named = !spaces.isEmpty();
        if ((named && allSpaces) || (rights == AppRights.PROVE && (named || allSpaces))) {
            throw new IllegalArgumentException("spaces: named only where the rights reach into some of them");
        }
    }

    /** Only to prove whose application it is. */
    public static AppScope prove() {
        return new AppScope(AppRights.PROVE, false, Set.of(), Optional.empty());
    }

    /** To read the spaces that the user picks. */
    public static AppScope read() {
        return new AppScope(AppRights.READ, false, Set.of(), Optional.empty());
    }

    /** To read and write the spaces that the user picks. */
    public static AppScope write() {
        return new AppScope(AppRights.WRITE, false, Set.of(), Optional.empty());
    }

    /** Returns this for all spaces. */
    public AppScope inAllSpaces() {
        return new AppScope(rights, true, Set.of(), until);
    }

    /** Returns this for these spaces. */
    public AppScope inSpaces(Set<SpaceId> chosen) {
        return new AppScope(rights, false, chosen, until);
    }

    /** Returns this until a time. */
    public AppScope until(Instant end) {
        return new AppScope(rights, allSpaces, spaces, Optional.of(end));
    }

    /** Returns whether which spaces it is about is left to the user. */
    public boolean isForTheUserToPick() {
        return rights != AppRights.PROVE && !allSpaces && spaces.isEmpty();
    }

    /** Returns whether it reaches into a space. */
    public boolean reaches(SpaceId space) {
        return allSpaces || spaces.contains(space);
    }

    /**
     * Returns whether it gives all that {@code asked} asks for. What was left to the user is given by whatever the user
     * picked, and no end is asked for by who wants it until a time only.
     */
    public boolean covers(AppScope asked) {
        boolean enough = rights.compareTo(asked.rights()) >= 0;
        boolean everywhere = allSpaces || (!asked.allSpaces() && spaces.containsAll(asked.spaces()));
        boolean longEnough = until.isEmpty()
                || asked.until().filter(time -> !time.isAfter(until.get())).isPresent();
        return enough && everywhere && longEnough;
    }

    /** Returns whether it gives no more than {@code asked} asks for. */
    public boolean isWithin(AppScope asked) {
        boolean spacesWithin = asked.allSpaces()
                || asked.isForTheUserToPick()
                || asked.spaces().containsAll(spaces);
        return rights.compareTo(asked.rights()) <= 0
                && (!allSpaces || asked.allSpaces())
                && spacesWithin
                && (asked.until().isEmpty()
                        || until.filter(time -> !time.isAfter(asked.until().get()))
                                .isPresent());
    }

    /** Returns what both give together, for an application that was granted {@code more} beside this. */
    public AppScope with(AppScope more) {
        AppRights most = rights.compareTo(more.rights()) >= 0 ? rights : more.rights();
        Set<SpaceId> all = new HashSet<>(spaces);
        all.addAll(more.spaces());
        boolean everywhere = allSpaces || more.allSpaces();
        return new AppScope(most, everywhere, everywhere ? Set.of() : all, more.until());
    }
}
