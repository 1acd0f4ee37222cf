package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.client.wallet.AccessRequest;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.IdentitySharing;
import dev.hearth.client.wallet.SharedIdentity;
import dev.hearth.client.wallet.SharedIdentity.Part;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** One call for every application of a machine: which of them is the wallet, and which is it when that one ends. */
final class SharedIdentityTest extends ClientsInMemory {
    record Note(String title) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<AccessRequest> asked = new CopyOnWriteArrayList<>();
    private ConsentPrompt answer = ConsentPrompt.allowing(request -> true);

    private IdentitySharing sharing() {
        Path socket = folder.resolve("run").resolve("wallet");
        WalletRequest request =
                WalletRequest.of("Notes", AppScope.write().inAllSpaces()).at(socket);
        return IdentitySharing.of(request, question -> {
            asked.add(question);
            return answer.ask(question);
        });
    }

    private static SharedIdentity share(Client client, IdentitySharing sharing) {
        try {
            return client.shareIdentity(sharing).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private SharedIdentity share(Client client) {
        return share(client, sharing());
    }

    private static IdentityId identity(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    @Test
    void theFirstServesTheOthersStandByAndOneOfThemTakesOver() {
        Client ann = open("ann");
        Client bob = open("bob");
        Client cat = open("cat");
        SharedIdentity first = share(ann);
        SharedIdentity second = share(bob);
        SharedIdentity third = share(cat);
        List<Part> told = new CopyOnWriteArrayList<>();
        second.onPart(Runnable::run, told::add);
        third.onPart(Runnable::run, told::add);
        assertThat(first.part()).isEqualTo(Part.SERVES);
        assertThat(List.of(second.part(), third.part())).containsOnly(Part.STANDS_BY);
        assertThat(second.access()).isEmpty();
        assertThat(identity(bob)).as("goes on with its own").isNotEqualTo(identity(ann));
        bob.spaces().create("Bob's").put(new Note("while standing by"));

        Client app = openWithoutIdentity("app");
        SharedIdentity its = share(app);
        assertThat(its.part()).isEqualTo(Part.USES);
        assertThat(its.access()).isPresent();
        assertThat(identity(app)).isEqualTo(identity(ann));

        ann.close();
        Await.until("the next one", BOUND, () -> !told.isEmpty());
        assertThat(told).containsExactly(Part.SERVES);
        assertThat(List.of(second.part(), third.part())).containsExactlyInAnyOrder(Part.SERVES, Part.STANDS_BY);
        Client serving = second.part() == Part.SERVES ? bob : cat;
        Client last = second.part() == Part.SERVES ? cat : bob;
        Client later = openWithoutIdentity("later");
        assertThat(share(later).part()).isEqualTo(Part.USES);
        assertThat(identity(later)).isEqualTo(identity(serving));

        serving.close();
        Await.until("the last one", BOUND, () -> told.size() == 2);
        assertThat(last.wallet().grants()).isEmpty();
    }

    @Test
    void whoServesNoMoreByItsOwnWillHandsOverAndGoesOn() {
        Client ann = open("ann");
        SharedIdentity first = share(ann);
        SharedIdentity second = share(open("bob"));
        first.close();
        first.close();
        assertThat(first.part()).isEqualTo(Part.STANDS_BY);
        Await.until("the next one", BOUND, () -> second.part() == Part.SERVES);
        ann.spaces().create("Home").put(new Note("goes on"));
        second.close();
        assertThat(share(ann).part()).isEqualTo(Part.SERVES);
    }

    @Test
    void withoutAWalletAnEmptyFolderGetsAnIdentityThatOthersUse() {
        Client first = openWithoutIdentity("first");
        Client second = openWithoutIdentity("second");
        assertThat(share(first, sharing().creating("Ann")).part()).isEqualTo(Part.SERVES);
        assertThat(first.halo().identity().orElseThrow().name()).isEqualTo("Ann");
        assertThat(share(second, sharing().creating("Somebody")).part()).isEqualTo(Part.USES);
        assertThat(identity(second)).isEqualTo(identity(first));
        assertThat(asked).extracting(AccessRequest::name).containsExactly("Notes");

        first.close();
        second.close();
        Client again = openWithoutIdentity("second");
        assertRefused(ErrorCode.WALLET_UNREACHABLE, () -> share(again, sharing().creating("Somebody")));
        assertThat(again.halo().identity().orElseThrow().name())
                .as("an application's")
                .isEqualTo("Ann");
        assertThat(share(openWithoutIdentity("first"), sharing().creating("Another"))
                        .part())
                .isEqualTo(Part.SERVES);
        assertThat(share(again).part()).isEqualTo(Part.USES);
        assertThat(asked).as("asked once").hasSize(1);
    }

    @Test
    void ofManyEmptyFoldersAtTheSameMomentOneMakesTheIdentity() {
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(openWithoutIdentity("client" + i));
        }
        List<CompletableFuture<SharedIdentity>> begun = all.stream()
                .map(client -> client.shareIdentity(sharing().creating("Ann")))
                .toList();
        assertThat(begun.stream().map(CompletableFuture::join).map(SharedIdentity::part))
                .containsOnlyOnce(Part.SERVES)
                .filteredOn(part -> part == Part.USES)
                .hasSize(5);
        assertThat(all.stream().map(SharedIdentityTest::identity).distinct()).hasSize(1);
        assertThat(asked).hasSize(5);
    }

    @Test
    void withoutANameOrAgainstTheUsersWillNoIdentityIsMade() {
        Client app = openWithoutIdentity("app");
        assertRefused(ErrorCode.WALLET_UNREACHABLE, () -> share(app));
        assertThat(app.halo().identity()).isEmpty();
        Client ann = open("ann");
        share(ann);
        answer = question -> Optional.empty();
        assertRefused(ErrorCode.WALLET_REFUSED, () -> share(app, sharing().creating("Somebody")));
        assertThat(app.halo().identity()).isEmpty();
        Client withSpace = openWithoutIdentity("space");
        withSpace.spaces().create("Own");
        assertRefused(ErrorCode.NO_IDENTITY, () -> share(withSpace));
        assertThat(share(withSpace, sharing().creating("Dan")).part()).isEqualTo(Part.STANDS_BY);
        assertThat(withSpace.halo().identity().orElseThrow().name()).isEqualTo("Dan");
    }

    @Test
    void whoIsLockedDoesNotTakeOverUntilItIsUnlocked() {
        Client ann = open("ann");
        share(ann);
        Client bob = open("bob");
        SharedIdentity second = share(bob);
        SharedIdentity third = share(open("cat"));
        bob.halo().lock();
        ann.close();
        Await.until("the one that is not locked", BOUND, () -> third.part() == Part.SERVES);
        assertThat(second.part()).isEqualTo(Part.STANDS_BY);
        bob.halo().unlock();
        third.close();
        Await.until("the one that was locked", BOUND, () -> second.part() == Part.SERVES);
    }

    private Client openToBeLockedAfter(Duration idle, String name) {
        open(name).close();
        Client client = Client.open(
                folder.resolve(name),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .lockAfter(idle));
        clients.add(client);
        return client;
    }

    @Test
    void standingByIsNoUseOfTheKeychain() {
        share(open("ann"));
        Client bob = openToBeLockedAfter(Duration.ofSeconds(3), "bob");
        assertThat(share(bob).part()).isEqualTo(Part.STANDS_BY);
        Await.until("idle for long enough", BOUND, () -> bob.halo().isLocked());
    }

    @Test
    void servingIsUseOfTheKeychainWhileApplicationsAsk() {
        Client ann = openToBeLockedAfter(Duration.ofSeconds(3), "ann");
        share(ann);
        WalletAccess access = share(openWithoutIdentity("app")).access().orElseThrow();
        long begun = ann.seams().nanoTime();
        Await.until("longer than an idle one is open", BOUND, () -> {
            assertThat(access.prove(Bytes.utf8("m")).isGenuine()).isTrue();
            return ann.seams().nanoTime() - begun > Duration.ofSeconds(5).toNanos();
        });
        Await.until("idle for long enough", BOUND, () -> ann.halo().isLocked());
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> access.prove(Bytes.utf8("m")));
    }

    @Test
    void anApplicationOfOneIdentityIsNoneOfTheNextWallets() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        share(ann);
        Client app = openWithoutIdentity("app");
        SharedIdentity its = share(app);
        Await.until(
                "a note",
                BOUND,
                () -> app.spaces().list().size() == 1 && isIn(app.spaces().get(home.id()), home));
        SharedIdentity next = share(open("bob"));
        ann.close();
        Await.until("the next one", BOUND, () -> next.part() == Part.SERVES);
        its.close();
        assertThatThrownBy(() -> share(app)).isInstanceOfSatisfying(HearthException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.WALLET_REFUSED);
            assertThat(e.details().get("reason")).contains("another identity");
        });
        assertThat(asked).as("its user was not asked").hasSize(1);
        app.spaces().get(home.id()).put(new Note("goes on"));
    }

    private static boolean isIn(Space space, Space home) {
        if (home.query(Note.class).count() == 0) {
            home.put(new Note("to begin with"));
        }
        return space.query(Note.class).count() == 1;
    }
}
