package dev.hearth.kube.bench;

/**
 * What an invitation costs. Times of a side are of its thread on a processor, the guest's until the credentials are
 * opened, the host's with the admission; the others are wall time between two clients of one process over TCP.
 *
 * @param cpaceMs one side of a bare run of CPace, on a processor
 * @param guestFirstMs the guest's side of the first attempt by code, with code that the process has not run before
 * @param hostFirstMs the host's
 * @param guestByCodeMs the guest's side of an attempt by code
 * @param hostByCodeMs the host's
 * @param guestByLinkMs the guest's side of an attempt by link
 * @param hostByLinkMs the host's
 * @param refusalT how much the time of a refusal depends on where a confirmation is wrong, as {@link TellingTime} has
 *     it
 * @param bareMs two meshes that meet under a topic, send a message there and back, and run CPace
 * @param letInByCodeMs from the call that joins by code until the guest has the credentials
 * @param letInByLinkMs the same by link
 * @param joinMs the whole, until the guest has opened the space and has the first of what it holds
 */
public record InviteResult(
        double cpaceMs,
        double guestFirstMs,
        double hostFirstMs,
        double guestByCodeMs,
        double hostByCodeMs,
        double guestByLinkMs,
        double hostByLinkMs,
        double refusalT,
        double bareMs,
        double letInByCodeMs,
        double letInByLinkMs,
        double joinMs) {
    /** Returns how often a bare meeting with CPace goes into being let in by code. */
    public double ratio() {
        return Stopwatch.rounded(letInByCodeMs / bareMs);
    }
}
