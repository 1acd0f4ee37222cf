package dev.hearth.halo;

import dev.hearth.base.CredentialId;
import java.util.List;
import java.util.Set;

/** What became of a credential that was offered to {@link SpaceCredentials}. */
public sealed interface Addition {
    /** It is in, and so are those that had waited for it. */
    record Added(List<CredentialId> ids) implements Addition {
        /** Copies its input. */
        public Added {
            ids = List.copyOf(ids);
        }
    }

    /** It was there already. */
    record Known() implements Addition {}

    /** It waits for credentials that it builds on. */
    record Waiting(Set<CredentialId> missing) implements Addition {
        /** Copies its input. */
        public Waiting {
            missing = Set.copyOf(missing);
        }
    }

    /**
     * It is passed over, and so is all that builds on it: nobody whom it names as its past gave its author the right to
     * it, which nothing can change, or its author says more than anybody needs to. All who hold the same pass over the
     * same for want of a right, and nothing is kept of it.
     */
    record PassedOver(String reason) implements Addition {}

    /** It is malformed, about another space, or its signature is wrong; nothing has changed. */
    record Refused(String reason) implements Addition {}
}
