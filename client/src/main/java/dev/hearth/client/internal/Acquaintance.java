package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Contact;
import dev.hearth.echo.Result;
import dev.hearth.halo.Authority;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.IdentityName;
import dev.hearth.halo.NewestRoot;
import dev.hearth.halo.ShownName;
import dev.hearth.halo.SimilarName;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that is known of one identity, put together from spaces and from what was kept. For one thread. */
final class Acquaintance {
    private final IdentityId id;
    private final Set<SpaceId> spaces = new HashSet<>();
    private final List<IdentityChain> chains = new ArrayList<>();
    private final List<Result<KeptContact>> kept = new ArrayList<>();
    private final List<Result<KeptVerification>> verifications = new ArrayList<>();
    private @Nullable IdentityName name;

    Acquaintance(IdentityId id) {
        this.id = id;
    }

    IdentityId id() {
        return id;
    }

    /** Adds what a space that it is a member of tells. */
    void meet(SpaceId space, Authority authority, Authority.Member member) {
        spaces.add(space);
        show(member.chain());
        member.devices().values().forEach(device -> show(device.chain()));
        IdentityName there = authority.nameOf(id).orElseThrow();
        IdentityName known = name;
        name = known == null || there.compareTo(known) > 0 ? there : known;
    }

    void show(IdentityChain chain) {
        chains.add(chain);
    }

    /** Adds an object that keeps it; the one with the smallest id comes first on all devices. */
    void keep(Result<KeptContact> contact) {
        kept.add(contact);
        kept.sort((one, other) -> one.ref().id().compareTo(other.ref().id()));
        show(contact.value().chain());
        show(contact.value().rival());
    }

    /** Whoever reads an object that another program made knows all the same what the spaces tell. */
    private void show(Bytes encoded) {
        try {
            IdentityChain chain = IdentityChain.verify(encoded);
            if (chain.identity().equals(id)) {
                show(chain);
            }
        } catch (MalformedException e) {
            // none, or one of a later version of the program
        }
    }

    void verified(Result<KeptVerification> verification) {
        verifications.add(verification);
    }

    List<Result<KeptContact>> kept() {
        return kept;
    }

    List<Result<KeptVerification>> verifications() {
        return verifications;
    }

    Optional<NewestRoot> root() {
        return NewestRoot.of(chains);
    }

    private String first(Function<KeptContact, String> field) {
        return kept.stream()
                .map(each -> field.apply(each.value()))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Returns whether it is a member of an open space. */
    boolean isMet() {
        return !spaces.isEmpty();
    }

    /** Returns what it calls itself, as it says. */
    String ownName() {
        IdentityName known = name;
        return known == null ? first(KeptContact::ownName) : known.name();
    }

    private String givenName() {
        return first(KeptContact::name);
    }

    /** Returns what its names read like. */
    Set<String> likenesses() {
        Set<String> likenesses = new LinkedHashSet<>();
        Stream.of(givenName(), ownName())
                .map(SimilarName::of)
                .filter(each -> !each.isEmpty())
                .forEach(likenesses::add);
        return likenesses;
    }

    /** Returns it as it is kept anew, with what is known now. */
    KeptContact newest() {
        Optional<NewestRoot> root = root();
        Bytes chain = root.map(NewestRoot::chain).map(IdentityChain::encoded).orElse(Bytes.EMPTY);
        Bytes rival =
                root.flatMap(NewestRoot::rival).map(IdentityChain::encoded).orElse(Bytes.EMPTY);
        return new KeptContact(
                id.toString(),
                givenName(),
                first(KeptContact::note),
                ownName(),
                chain,
                rival,
                first(KeptContact::signals));
    }

    Contact shown(Set<IdentityId> resembles) {
        Optional<Contact.Kept> noted = kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Contact.Kept(
                        Optional.of(givenName()).filter(given -> !given.isEmpty()), first(KeptContact::note)));
        Contact.Seen seen = new Contact.Seen(ShownName.of(ownName()), spaces, signals());
        return new Contact(id, noted, seen, trust(), resembles);
    }

    private List<URI> signals() {
        return Arrays.stream(first(KeptContact::signals).split(" ", -1))
                .filter(each -> !each.isEmpty())
                .map(URI::create)
                .toList();
    }

    private Contact.Trust trust() {
        Optional<NewestRoot> root = root();
        int changes = root.map(known -> known.chain().rootChanges()).orElse(0);
        boolean disputed = root.filter(NewestRoot::isDisputed).isPresent();
        if (kept.isEmpty() || verifications.isEmpty()) {
            return new Contact.Trust(Contact.State.UNVERIFIED, Optional.empty(), changes, disputed);
        }
        boolean same = !disputed
                && root.filter(known -> verifications.stream()
                                .anyMatch(each -> each.value().rootKey().equals(known.key())))
                        .isPresent();
        long last = verifications.stream()
                .mapToLong(each -> each.value().time())
                .max()
                .orElseThrow();
        return new Contact.Trust(
                same ? Contact.State.VERIFIED : Contact.State.CHANGED,
                Optional.of(Instant.ofEpochMilli(last)),
                changes,
                disputed);
    }
}
