package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.client.Contact;
import dev.hearth.echo.Result;
import dev.hearth.halo.Authority;
import dev.hearth.halo.ContactCard;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.NewestRoot;
import dev.hearth.halo.SafetyNumber;
import dev.hearth.halo.SimilarName;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the identity knows: members of the open spaces, and who is kept in the personal space. What spaces tell of a
 * contact is kept there too, so that a changed root key stays changed when the space is gone. Thread-safe.
 */
final class ContactBook {
    private static final Logger LOG = LoggerFactory.getLogger(ContactBook.class);
    private static final int MAX_NAME = 64;
    private static final int MAX_NOTE = 1_000;

    private final SpaceHost host;
    private final Seams seams;
    private final Later later;
    private final List<Consumer<Contact>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Map<IdentityId, Contact> shown; // guarded by this; what listeners know

    ContactBook(SpaceHost host, Seams seams) {
        this.host = host;
        this.seams = seams;
        this.later = new Later(seams, this::check);
    }

    /** Hears of what changes in a space, which was opened. */
    void watch(OpenSpace space) {
        space.access().onChange(later::due);
        if (space.isPersonal()) {
            space.onCommit(Runnable::run, commit -> later.due());
        }
        later.due();
    }

    /** Returns all who are known, the own identity included. */
    private Map<IdentityId, Acquaintance> known(OpenSpace personal) {
        Map<IdentityId, Acquaintance> known = new TreeMap<>();
        of(known, self()).show(host.identity().chain());
        for (OpenSpace space : host.spaces()) {
            Authority there = space.access().authority();
            there.members().forEach((id, member) -> {
                if (!member.chain().isProvisional()) {
                    of(known, id).meet(space.id(), there, member);
                }
            });
        }
        for (Result<KeptContact> each : personal.query(KeptContact.class).list()) {
            id(each.value().identity()).ifPresent(id -> of(known, id).keep(each));
        }
        for (Result<KeptVerification> each :
                personal.query(KeptVerification.class).list()) {
            id(each.value().identity()).map(known::get).ifPresent(person -> person.verified(each));
        }
        return known;
    }

    private static Acquaintance of(Map<IdentityId, Acquaintance> known, IdentityId id) {
        return known.computeIfAbsent(id, Acquaintance::new);
    }

    private static Optional<IdentityId> id(String hex) {
        try {
            return Optional.of(IdentityId.fromHex(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an object that another program made
        }
    }

    private IdentityId self() {
        return host.identity().id();
    }

    private List<Contact> shown(Map<IdentityId, Acquaintance> known) {
        Map<String, Set<IdentityId>> owners = new HashMap<>();
        known.values().stream()
                .filter(person -> !person.kept().isEmpty() || person.id().equals(self()))
                .forEach(person -> person.likenesses()
                        .forEach(name -> owners.computeIfAbsent(name, any -> new HashSet<>())
                                .add(person.id())));
        return known.values().stream()
                .filter(person -> !person.id().equals(self()))
                .map(person -> person.shown(person.likenesses().stream()
                        .flatMap(name -> owners.getOrDefault(name, Set.of()).stream())
                        .filter(other -> !other.equals(person.id()))
                        .collect(Collectors.toSet())))
                .sorted(Comparator.comparing((Contact contact) -> SimilarName.of(contact.name()))
                        .thenComparing(Contact::id))
                .toList();
    }

    List<Contact> people() {
        return shown(known(host.personal()));
    }

    Optional<Contact> find(IdentityId person) {
        return people().stream().filter(each -> each.id().equals(person)).findFirst();
    }

    private Acquaintance require(Map<IdentityId, Acquaintance> known, IdentityId person) {
        if (person.equals(self())) {
            throw new IllegalArgumentException("person: this client's identity is no contact of its own");
        }
        return Optional.ofNullable(known.get(person))
                .orElseThrow(
                        () -> new HearthException(ErrorCode.CONTACT_UNKNOWN, Map.of("identity", person.toString())));
    }

    Contact add(IdentityId person) {
        return change(person, UnaryOperator.identity());
    }

    Contact rename(IdentityId person, String name) {
        ObjectProperties.checked("name", name, 1, MAX_NAME);
        return change(person, it -> it.named(name));
    }

    Contact note(IdentityId person, String text) {
        ObjectProperties.checked("text", text, 0, MAX_NOTE);
        return change(person, it -> it.noted(text));
    }

    Contact add(String text) {
        ContactCard card = ContactCard.parse(text);
        OpenSpace personal = host.personal();
        personal.transact(() -> {
            Map<IdentityId, Acquaintance> known = known(personal);
            of(known, card.chain().identity());
            Acquaintance person = require(known, card.chain().identity());
            person.show(card.root());
            keep(personal, person, it -> it.shown(person.isMet() ? it.ownName() : card.name(), signals(card)));
        });
        return find(card.chain().identity()).orElseThrow();
    }

    private static String signals(ContactCard card) {
        return card.signals().stream().map(URI::toString).collect(Collectors.joining(" "));
    }

    private Contact change(IdentityId person, UnaryOperator<KeptContact> change) {
        OpenSpace personal = host.personal();
        personal.transact(() -> keep(personal, require(known(personal), person), change));
        return find(person).orElseThrow();
    }

    /** All objects that keep it are brought to the same state, whichever of them another device deletes. */
    private static void keep(OpenSpace personal, Acquaintance person, UnaryOperator<KeptContact> change) {
        KeptContact next = change.apply(person.newest());
        if (person.kept().isEmpty()) {
            personal.put(next);
        }
        for (Result<KeptContact> each : person.kept()) {
            if (!each.value().equals(next)) {
                personal.update(each.ref(), former -> next);
            }
        }
    }

    void remove(IdentityId person) {
        OpenSpace personal = host.personal();
        personal.transact(() -> {
            Acquaintance known = known(personal).get(person);
            if (known != null) {
                known.kept().forEach(each -> personal.delete(each.ref()));
                known.verifications().forEach(each -> personal.delete(each.ref()));
            }
        });
    }

    SafetyNumber safetyNumber(IdentityId person) {
        Map<IdentityId, Acquaintance> known = known(host.personal());
        return number(known, root(require(known, person)));
    }

    private static NewestRoot root(Acquaintance person) {
        return person.root()
                .orElseThrow(() -> new HearthException(
                        ErrorCode.CONTACT_UNKNOWN,
                        Map.of("identity", person.id().toString())));
    }

    private SafetyNumber number(Map<IdentityId, Acquaintance> known, NewestRoot root) {
        IdentityChain own = root(of(known, self())).chain();
        return SafetyNumber.of(SafetyNumber.Party.of(own), SafetyNumber.Party.of(root.chain()));
    }

    Contact verify(IdentityId person, String typed) {
        SafetyNumber given = SafetyNumber.parse(typed);
        OpenSpace personal = host.personal();
        Map<IdentityId, Acquaintance> known = known(personal);
        NewestRoot root = root(require(known, person));
        if (root.isDisputed() || !number(known, root).equals(given)) {
            throw new HearthException(
                    ErrorCode.SAFETY_NUMBER_DIFFERS,
                    Map.of("identity", person.toString(), "disputed", String.valueOf(root.isDisputed())));
        }
        personal.transact(() -> {
            keep(personal, require(known(personal), person), UnaryOperator.identity());
            personal.put(new KeptVerification(
                    person.toString(),
                    root.key(),
                    seams.clock().millis(),
                    host.identity().device().toString()));
        });
        return find(person).orElseThrow();
    }

    String card() {
        IdentityChain root = root(of(known(host.personal()), self())).chain();
        List<URI> signals = host.network().map(Network::signals).orElse(List.of());
        return ContactCard.create(
                        host.identity(), root, host.profile().orElseThrow().name(), signals)
                .text();
    }

    Subscription onChange(Executor executor, Consumer<Contact> listener) {
        check();
        Consumer<Contact> told = contact -> executor.execute(() -> listener.accept(contact));
        listeners.add(told);
        return () -> listeners.remove(told);
    }

    /** Keeps what is new of contacts, and tells of it. */
    private void check() {
        Optional<OpenSpace> personal = host.openPersonal();
        if (personal.isEmpty()) {
            return; // nobody has asked for contacts yet
        }
        try {
            keepNews(personal.get());
            tell(shown(known(personal.get())));
        } catch (HearthException e) {
            if (e.code() != ErrorCode.CLOSED) {
                LOG.warn("what is new of contacts can't be kept: {}", e.toString());
            }
        }
    }

    private void keepNews(OpenSpace personal) {
        List<Acquaintance> outdated = known(personal).values().stream()
                .filter(ContactBook::isOutdated)
                .toList();
        if (!outdated.isEmpty() && personal.role().isPresent()) {
            personal.transact(() -> known(personal).values().stream()
                    .filter(ContactBook::isOutdated)
                    .forEach(person -> keep(personal, person, UnaryOperator.identity())));
        }
    }

    /** Chains differ by device too; only another root key is worth writing. */
    private static boolean isOutdated(Acquaintance person) {
        KeptContact newest = person.newest();
        int changes = person.root().map(root -> root.chain().rootChanges()).orElse(0);
        return person.kept().stream()
                .anyMatch(each -> !each.value().ownName().equals(newest.ownName())
                        || (changes > 0
                                && !(each.value().chain().equals(newest.chain())
                                        && each.value().rival().equals(newest.rival()))));
    }

    private void tell(List<Contact> now) {
        List<Contact> news = new ArrayList<>();
        synchronized (this) {
            Map<IdentityId, Contact> former = shown;
            Map<IdentityId, Contact> next = new HashMap<>();
            for (Contact each : now) {
                if (each.isContact()) {
                    next.put(each.id(), each);
                    if (former != null && !each.equals(former.get(each.id()))) {
                        news.add(each);
                    }
                }
            }
            shown = next;
        }
        news.forEach(contact -> listeners.forEach(listener -> listener.accept(contact)));
    }

    void close() {
        later.close();
    }
}
