package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.wallet.AccessRequest;
import dev.hearth.client.wallet.AppGrant;
import dev.hearth.client.wallet.AppRights;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.client.wallet.ConsentPrompt;
import dev.hearth.client.wallet.WalletAccess;
import dev.hearth.client.wallet.WalletOptions;
import dev.hearth.client.wallet.WalletRequest;
import dev.hearth.client.wallet.WalletService;
import dev.hearth.echo.Ref;
import dev.hearth.halo.AppProof;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application has its identity of another client's wallet, over a real socket, and meets it in a memory network. */
final class WalletBetweenClientsTest extends ClientsInMemory {
    record Note(String title) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<AccessRequest> asked = new CopyOnWriteArrayList<>();
    private ConsentPrompt answer = ConsentPrompt.allowing(request -> true);
    private Client ann;
    private Space home;
    private Space work;
    private WalletService service;

    @BeforeEach
    void serve() {
        ann = open("ann");
        home = ann.spaces().create("Home");
        work = ann.spaces().create("Work");
        service = ann.wallet().serve(options());
    }

    private WalletOptions options() {
        return WalletOptions.of(request -> {
                    asked.add(request);
                    return answer.ask(request);
                })
                .at(socket());
    }

    private Path socket() {
        return folder.resolve("run").resolve("wallet");
    }

    private WalletAccess use(Client app, AppScope scope) {
        try {
            return app.useWallet(WalletRequest.of("Notes", scope).at(socket())).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof HearthException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private static AppScope in(AppScope scope, Space... spaces) {
        return scope.inSpaces(Set.copyOf(List.of(spaces).stream().map(Space::id).toList()));
    }

    private static void awaitNote(Space space, Ref<Note> note) {
        Await.until("the note", BOUND, () -> space.find(note).isPresent());
    }

    private static DeviceId device(Client app) {
        return app.halo().identity().orElseThrow().device();
    }

    @Test
    void anApplicationIsAskedForOnceAndWorksInItsSpace() {
        Client app = openWithoutIdentity("app");
        Ref<Note> before = home.put(new Note("before"));
        use(app, in(AppScope.write(), home));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.name()).isEqualTo("Notes");
            assertThat(request.more()).isFalse();
            assertThat(request.spaces()).extracting(KnownSpace::id).containsExactly(home.id());
        });
        Profile profile = app.halo().identity().orElseThrow();
        assertThat(profile.id()).isEqualTo(ann.halo().identity().orElseThrow().id());
        assertThat(profile.name()).isEqualTo("ann");
        assertThat(profile.device()).isNotEqualTo(device(ann));
        Space same = app.spaces().get(home.id());
        awaitNote(same, before);
        Ref<Note> its = same.put(new Note("the application's"));
        awaitNote(home, its);
        use(app, in(AppScope.write(), home));
        use(app, in(AppScope.read(), home));
        assertThat(asked).as("asked once").hasSize(1);
    }

    @Test
    void aSpaceThatWasNotGrantedIsNotThere() {
        Client app = openWithoutIdentity("app");
        use(app, in(AppScope.write(), home));
        assertThat(app.spaces().list()).extracting(Space::id).containsExactly(home.id());
        assertThat(app.spaces().all()).extracting(KnownSpace::id).containsExactly(home.id());
        assertRefused(ErrorCode.SPACE_UNKNOWN, () -> app.spaces().get(work.id()));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> app.spaces().personal());
        assertRefused(ErrorCode.NOT_PERMITTED, () -> app.spaces().create("Own"));
        assertRefused(ErrorCode.WALLET_REFUSED, () -> use(app, in(AppScope.write(), home, foreign())));
    }

    private Space foreign() {
        return open("bob").spaces().create("Bob's");
    }

    @Test
    void anApplicationSpeaksOfNoMemberAndNoDevice() {
        Client bob = open("bob");
        join(bob, home.invite(Role.WRITER));
        Client app = openWithoutIdentity("app");
        use(app, in(AppScope.write(), home));
        Space same = app.spaces().get(home.id());
        assertThat(same.role()).contains(Role.WRITER);
        assertRefused(ErrorCode.NOT_PERMITTED, () -> same.invite(Role.READER));
        assertRefused(
                ErrorCode.NOT_PERMITTED,
                () -> same.remove(bob.halo().identity().orElseThrow().id()));
        assertRefused(ErrorCode.NOT_PERMITTED, () -> app.spaces().delete(home.id()));
        assertRefused(
                ErrorCode.NOT_PERMITTED, () -> app.wallet().serve(options().at(folder.resolve("r/w"))));
        Space reopened = app.spaces().get(home.id());
        awaitNote(reopened, home.put(new Note("to begin with")));
        Ref<Note> its = reopened.put(new Note("goes on"));
        awaitNote(bob.spaces().get(home.id()), its);
    }

    @Test
    void anApplicationThatReadsDoesNotWrite() {
        Client app = openWithoutIdentity("app");
        Ref<Note> note = home.put(new Note("to read"));
        use(app, in(AppScope.read(), home));
        Space same = app.spaces().get(home.id());
        awaitNote(same, note);
        assertRefused(ErrorCode.NOT_PERMITTED, () -> same.put(new Note("no")));
        assertRefused(ErrorCode.WALLET_REFUSED, () -> use(app, in(AppScope.write(), home)));
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoWantsMoreIsAskedForAgain() {
        Client app = openWithoutIdentity("app");
        use(app, AppScope.prove());
        assertThat(app.halo().identity()).isEmpty();
        use(app, in(AppScope.write(), home));
        WalletAccess access = use(app, in(AppScope.write(), work));
        assertThat(asked).extracting(AccessRequest::more).containsExactly(false, true, true);
        assertThat(access.scope().spaces()).containsExactlyInAnyOrder(home.id(), work.id());
        assertThat(app.spaces().list()).extracting(Space::id).containsExactlyInAnyOrder(home.id(), work.id());
    }

    @Test
    void theUserPicksAndMayRefuse() {
        Client app = openWithoutIdentity("app");
        answer = request -> Optional.of(request.scope().inSpaces(Set.of(work.id())));
        WalletAccess access = use(app, AppScope.write());
        assertThat(asked.get(0).spaces())
                .extracting(KnownSpace::id)
                .as("none but those of others")
                .containsExactlyInAnyOrder(home.id(), work.id());
        assertThat(access.scope()).isEqualTo(in(AppScope.write(), work));
        assertThat(app.spaces().list()).extracting(Space::id).containsExactly(work.id());
        answer = request -> Optional.empty();
        Client other = openWithoutIdentity("other");
        assertRefused(ErrorCode.WALLET_REFUSED, () -> use(other, AppScope.write()));
        assertThat(other.halo().identity()).isEmpty();
        assertThat(ann.wallet().grants()).hasSize(1);
    }

    @Test
    void whatThePromptGivesBeyondTheRequestIsNotGranted() {
        answer = request -> Optional.of(AppScope.write().inAllSpaces());
        Client app = openWithoutIdentity("app");
        assertRefused(ErrorCode.WALLET_REFUSED, () -> use(app, in(AppScope.read(), home)));
        assertThat(ann.wallet().grants()).isEmpty();
    }

    @Test
    void allSpacesAreThoseToComeToo() {
        Client app = openWithoutIdentity("app");
        use(app, AppScope.write().inAllSpaces());
        assertThat(app.spaces().list()).hasSize(2);
        Space later = ann.spaces().create("Later");
        Ref<Note> note = later.put(new Note("later"));
        Await.until("the later space", BOUND, () -> app.spaces().list().size() == 3);
        awaitNote(app.spaces().get(later.id()), note);
        assertThat(app.spaces().all()).as("no personal space").noneMatch(KnownSpace::personal);
    }

    @Test
    void whoIsRevokedWhileRunningHasATypedErrorSoon() {
        Client app = openWithoutIdentity("app");
        WalletAccess access = use(app, in(AppScope.write(), home));
        Space same = app.spaces().get(home.id());
        Ref<Note> note = home.put(new Note("before"));
        awaitNote(same, note);
        Await.until("the session", BOUND, () -> !home.spaceStatus().peers().isEmpty());
        AtomicInteger told = new AtomicInteger();
        access.onEnd(Runnable::run, told::incrementAndGet);
        assertThat(ann.wallet().revoke(device(app))).isTrue();
        assertThat(ann.wallet().revoke(device(app))).isFalse();
        Await.until("the end", Duration.ofSeconds(3), access::isEnded);
        Await.until("the end told", Duration.ofSeconds(3), () -> told.get() == 1);
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> app.spaces().get(home.id()));
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> access.prove(Bytes.utf8("m")));
        assertThat(app.spaces().list()).isEmpty();
        assertThatThrownBy(() -> same.put(new Note("after"))).isInstanceOf(HearthException.class);
        Await.until(
                "the session's end",
                Duration.ofSeconds(5),
                () -> home.spaceStatus().peers().isEmpty());
        assertThat(ann.wallet().grants())
                .singleElement()
                .satisfies(grant ->
                        assertThat(grant.ending().orElseThrow().expired()).isFalse());
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> use(app, in(AppScope.write(), home)));
    }

    @Test
    void aRevokedApplicationWithoutAWalletLearnsOfItFromItsPeers() {
        Client app = openWithoutIdentity("app");
        use(app, in(AppScope.write(), home)).close();
        Space same = app.spaces().get(home.id());
        Ref<Note> note = home.put(new Note("before"));
        awaitNote(same, note);
        assertThat(ann.wallet().revoke(device(app))).isTrue();
        Await.until("the space's end", BOUND, () -> app.spaces().list().isEmpty());
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> app.spaces().get(home.id()));
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> app.spaces().open(home.id()));
    }

    @Test
    void itExpiresAtTheWalletAndInTheApplicationByItself() {
        Instant until = ann.seams().clock().instant().plusSeconds(3);
        Client app = openWithoutIdentity("app");
        Client other = openWithoutIdentity("other");
        WalletAccess access = use(app, in(AppScope.write(), home).until(until));
        use(other, in(AppScope.write(), home).until(until));
        service.close();
        other.close();
        assertThat(app.spaces().list()).hasSize(1);
        Await.until("the end in the application", BOUND, access::isEnded);
        Await.until("the end of its spaces", BOUND, () -> app.spaces().list().isEmpty());
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> app.spaces().get(home.id()));
        Client again = openWithoutIdentity("other");
        assertThat(again.spaces().list()).isEmpty();
        assertRefused(ErrorCode.WALLET_ACCESS_ENDED, () -> again.spaces().open(home.id()));
        int members = home.members().size();
        service = ann.wallet().serve(options());
        assertThat(ann.wallet().grants())
                .as("what expired meanwhile was revoked")
                .allSatisfy(grant ->
                        assertThat(grant.ending().orElseThrow().expired()).isTrue());
        assertThat(home.members()).hasSize(members);
    }

    @Test
    void whoOnlyProvesSeesNoSpaceAndProvesToOthers() {
        Client app = openWithoutIdentity("app");
        WalletAccess access = use(app, AppScope.prove());
        AppProof proof = access.prove(Bytes.utf8("a verifier's question"));
        assertThat(proof.isGenuine()).isTrue();
        assertThat(proof.chain().identity())
                .isEqualTo(ann.halo().identity().orElseThrow().id());
        assertThat(new AppProof(proof.chain(), proof.app(), Bytes.utf8("another"), proof.signature()).isGenuine())
                .isFalse();
        assertThat(access.identities()).extracting(WalletAccess.Identity::name).containsExactly("ann");
        assertThat(app.spaces().all()).isEmpty();
        assertThatThrownBy(() -> access.prove(Bytes.of(new byte[4_097]))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void walletAndApplicationMayBeStartedAgain() {
        Client app = openWithoutIdentity("app");
        WalletAccess access = use(app, AppScope.write().inAllSpaces());
        awaitNote(app.spaces().get(home.id()), home.put(new Note("to begin with")));
        service.close();
        assertRefused(ErrorCode.WALLET_UNREACHABLE, () -> {
            Await.until("the end of the connection", BOUND, () -> !Files.exists(socket()));
            access.prove(Bytes.utf8("m"));
        });
        Ref<Note> meanwhile = app.spaces().get(home.id()).put(new Note("without the wallet"));
        awaitNote(home, meanwhile);
        service = ann.wallet().serve(options());
        Space later = ann.spaces().create("Later");
        Await.until("the wallet again", BOUND, () -> app.spaces().list().size() == 3);
        app.close();
        Client again = openWithoutIdentity("app");
        assertThat(again.spaces().list()).extracting(Space::id).contains(later.id(), home.id());
        WalletAccess once = use(again, AppScope.write().inAllSpaces());
        assertThat(once.isEnded()).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aLockedWalletSaysSoAndGoesOnOnceItIsUnlocked() {
        Client app = openWithoutIdentity("app");
        WalletAccess access = use(app, AppScope.prove());
        ann.halo().lock();
        assertRefused(ErrorCode.KEYCHAIN_LOCKED, () -> access.prove(Bytes.utf8("m")));
        ann.halo().unlock();
        assertThat(access.prove(Bytes.utf8("m")).isGenuine()).isTrue();
    }

    @Test
    void aFolderOfAPersonUsesNoWallet() {
        Client bob = open("bob");
        assertRefused(ErrorCode.IDENTITY_EXISTS, () -> use(bob, AppScope.prove()));
        Client withSpace = openWithoutIdentity("nobody");
        withSpace.spaces().create("Own");
        assertRefused(ErrorCode.IDENTITY_EXISTS, () -> use(withSpace, AppScope.prove()));
        assertThat(asked).isEmpty();
    }

    @Test
    void aClosedSpaceIsTakenAwayToo() {
        Client app = openWithoutIdentity("app");
        use(app, in(AppScope.write(), home));
        SpaceId id = home.id();
        awaitNote(app.spaces().get(id), home.put(new Note("before")));
        ann.spaces().close(id);
        assertThat(ann.wallet().revoke(device(app))).isTrue();
        assertThat(ann.spaces().all())
                .filteredOn(space -> space.id().equals(id))
                .extracting(KnownSpace::state)
                .containsExactly(KnownSpace.State.CLOSED);
        Space again = ann.spaces().open(id);
        assertThat(again.withheld()).isEmpty();
        Await.until("the space's end", BOUND, () -> app.spaces().list().isEmpty());
        assertThat(ann.wallet().grants()).extracting(AppGrant::name).containsExactly("Notes");
        assertThat(AppRights.WRITE.role()).contains(Role.WRITER);
    }

    @Test
    void whatHappenedIsInTheLogAndNothingElse() throws IOException {
        Client app = openWithoutIdentity("app");
        use(app, AppScope.prove()).prove(Bytes.utf8("secret question"));
        DeviceId key = asked.get(0).app();
        answer = request -> Optional.empty();
        assertRefused(ErrorCode.WALLET_REFUSED, () -> use(app, AppScope.read().inAllSpaces()));
        ann.wallet().revoke(key);
        List<String> lines = Files.readAllLines(ann.wallet().log());
        assertThat(lines)
                .extracting(line -> line.replaceAll(".*\"event\":\"([a-z]+)\".*", "$1"))
                .containsExactly("request", "granted", "signed", "request", "refused", "revoked");
        assertThat(lines)
                .allMatch(line -> line.contains("\"app\":\"" + key + "\"") && line.contains("\"name\":\"Notes\""))
                .noneMatch(line -> line.contains("secret question"));
        assertThat(Files.getPosixFilePermissions(ann.wallet().log())).hasSize(2);
    }
}
