package dev.hearth.client.wallet;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks the user of a wallet whether an application gets what it asks for. Called by one thread at a time; it may take
 * as long as the user does, but an answer after two minutes is not waited for.
 */
public interface ConsentPrompt {
    /** Returns what the user gives, at most what is asked for, or empty when the user refuses. */
    Optional<AppScope> ask(AccessRequest request);

    /** Returns a prompt that shows nothing and gives all that is asked for to those that {@code rule} lets pass. */
    static ConsentPrompt allowing(Predicate<AccessRequest> rule) {
        return request -> rule.test(request) ? Optional.of(request.asAsked()) : Optional.empty();
    }
}
