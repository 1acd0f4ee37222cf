package dev.hearth.halo;

import dev.hearth.base.Bytes;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The newest root key of an identity, as far as chains of its devices tell. Each change was signed by the key before,
 * so that of two chains the one with more changes is the newer, unless somebody had a former key and used it: then the
 * chains contradict each other, and none of them is to be trusted until people have talked.
 *
 * @param chain one with the newest root key
 * @param rival another chain, which tells of other changes
 */
public record NewestRoot(IdentityChain chain, Optional<IdentityChain> rival) {
    private static final Comparator<IdentityChain> BY_AGE =
            Comparator.comparingInt(IdentityChain::rootChanges).thenComparing(IdentityChain::encoded);

    /** Returns what chains of one identity tell; empty without any. */
    public static Optional<NewestRoot> of(Collection<IdentityChain> chains) {
        return chains.stream()
                .max(BY_AGE)
                .map(newest -> new NewestRoot(
                        newest,
                        chains.stream().filter(each -> !leadsTo(each, newest)).max(BY_AGE)));
    }

    /** Returns whether the chains contradict each other. */
    public boolean isDisputed() {
        return rival.isPresent();
    }

    private static boolean leadsTo(IdentityChain chain, IdentityChain newest) {
        List<Bytes> keys = newest.rootKeys();
        List<Bytes> former = chain.rootKeys();
        return chain.identity().equals(newest.identity())
                && former.equals(keys.subList(0, Math.min(keys.size(), former.size())));
    }

    /** Returns the key, 32 bytes. */
    public Bytes key() {
        return chain.rootKey();
    }
}
