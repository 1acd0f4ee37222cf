package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.RecoveryShare;
import dev.hearth.halo.RecoveryShares;
import dev.hearth.halo.Role;
import dev.hearth.halo.ShareParcel;
import dev.hearth.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shares of recovery words: split among guardians, held back, forbidden, released. */
class GuardiansTest extends ClientsInMemory {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration HOLD = Duration.ofDays(3);

    private final LateSeams seams = new LateSeams();

    @AfterEach
    void end() {
        clients.forEach(Client::close);
        seams.close();
    }

    private Client late(String name) {
        Client client = Client.open(
                folder.resolve(name),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .seams(seams));
        clients.add(client);
        if (client.halo().identity().isEmpty()) {
            client.halo().createIdentity(name);
        }
        return client;
    }

    private static IdentityId id(Client client) {
        return client.halo().identity().orElseThrow().id();
    }

    private static HearthException refusal(Client guardian, ShareParcel parcel) {
        List<HearthException> refused = new ArrayList<>();
        assertThatThrownBy(() -> guardian.halo().recovery().release(parcel))
                .isInstanceOfSatisfying(HearthException.class, refused::add);
        return refused.get(0);
    }

    private static void isHeld(Client guardian, ShareParcel parcel) {
        assertThat(refusal(guardian, parcel).code()).isEqualTo(ErrorCode.SHARE_HELD);
    }

    /** Some of the guardians meet the owner in one space, and one in another. */
    private List<Client> guardians(Client owner) {
        Space club = owner.spaces().create("Club");
        List<Client> guardians = List.of(late("ann"), late("bob"), late("cleo"));
        for (Client each : guardians) {
            join(each, club.invite(InvitationOptions.of(Role.WRITER)));
        }
        return guardians;
    }

    private static List<ShareParcel> split(Client owner, List<Client> guardians) {
        return owner.halo()
                .recovery()
                .split(2, guardians.stream().map(GuardiansTest::id).toList());
    }

    @Test
    void twoOfThreeGuardiansBringTheIdentityBack() {
        Client owner = late("owner");
        List<Client> guardians = guardians(owner);
        List<ShareParcel> parcels = split(owner, guardians);
        IdentityId id = id(owner);
        owner.close();
        List<RecoveryShare> shares = new ArrayList<>();
        for (int i : new int[] {2, 0}) {
            ShareParcel parcel = ShareParcel.parse(parcels.get(i).text() + "\n");
            assertThat(parcel.owner().identity()).isEqualTo(id);
            isHeld(guardians.get(i), parcel);
        }
        seams.pass(HOLD.minusSeconds(5));
        isHeld(guardians.get(2), parcels.get(2));
        seams.pass(Duration.ofSeconds(10));
        for (int i : new int[] {2, 0}) {
            RecoveryShare share = guardians.get(i).halo().recovery().release(parcels.get(i));
            shares.add(RecoveryShare.parse(share.reveal()));
        }
        Client back = Client.open(
                folder.resolve("back"),
                ClientOptions.defaults().network(network).transports(List.of("memory")));
        clients.add(back);
        try (RecoveryPhrase words = RecoveryShares.combine(shares)) {
            back.halo().recovery().restore(words, RestoreOptions.none().named("owner"));
        }
        assertThat(id(back)).isEqualTo(id);
        assertRefused(ErrorCode.SHARES_MISSING, () -> RecoveryShares.combine(shares.subList(0, 1)));
    }

    @Test
    void theWaitOutlivesARestart() {
        Client owner = late("owner");
        List<Client> guardians = guardians(owner);
        ShareParcel parcel = split(owner, guardians).get(0);
        isHeld(guardians.get(0), parcel);
        guardians.get(0).close();
        seams.pass(HOLD.plusSeconds(1));
        assertThat(late("ann").halo().recovery().release(parcel).index()).isEqualTo(parcel.index());
    }

    /** A29: the owner, who still has a device, hears of it and forbids it. */
    @Test
    void theOwnerSeesTheRequestAndForbidsIt() {
        Client owner = late("owner");
        List<Client> guardians = guardians(owner);
        Client ann = guardians.get(0);
        ShareParcel parcel = split(owner, guardians).get(0);
        assertThat(owner.halo().recovery().requests()).isEmpty();
        isHeld(ann, parcel);
        Await.until(
                "the owner sees it",
                BOUND,
                () -> !owner.halo().recovery().requests().isEmpty());
        Recovery.Request request = owner.halo().recovery().requests().get(0);
        assertThat(request.guardian()).isEqualTo(id(ann));
        assertThat(request.name()).isEqualTo("ann");
        assertThat(request.vetoed()).isFalse();
        assertRefused(ErrorCode.SHARE_UNASKED, () -> owner.halo().recovery().veto("0123"));
        assertRefused(
                ErrorCode.SHARE_UNASKED,
                () -> guardians.get(1).halo().recovery().veto(request.id()));
        owner.halo().recovery().veto(request.id());
        assertThat(owner.halo().recovery().requests().get(0).vetoed()).isTrue();
        Await.until("ann hears of it", BOUND, () -> refusal(ann, parcel).code() == ErrorCode.SHARE_VETOED);
        seams.pass(HOLD.plusSeconds(1));
        isHeld(ann, parcel); // it begins anew
        seams.pass(HOLD.plusSeconds(1));
        assertThat(ann.halo().recovery().release(parcel).index()).isEqualTo(parcel.index());
    }

    /** A veto counts for as long as the device that said it is one of the owner's. */
    @Test
    void aThiefsVetoGoesWithItsDevice() {
        Client owner = late("owner");
        List<Client> guardians = guardians(owner);
        Client ann = guardians.get(0);
        ShareParcel parcel = split(owner, guardians).get(0);
        Client phone = Client.open(
                folder.resolve("phone"),
                ClientOptions.defaults()
                        .network(network)
                        .transports(List.of("memory"))
                        .seams(seams));
        clients.add(phone);
        try (DeviceInvitation invitation = owner.halo().devices().invite((emoji, name) -> true)) {
            phone.halo()
                    .devices()
                    .join(invitation.link(), invitation.code(), (emoji, name) -> true)
                    .join();
        }
        isHeld(ann, parcel);
        Await.until(
                "the phone sees it",
                BOUND,
                () -> !phone.halo().recovery().requests().isEmpty());
        phone.halo().recovery().veto(phone.halo().recovery().requests().get(0).id());
        Await.until("ann hears of it", BOUND, () -> refusal(ann, parcel).code() == ErrorCode.SHARE_VETOED);
        owner.halo().devices().revoke(phone.halo().identity().orElseThrow().device());
        Await.until("ann hears of that", BOUND, () -> refusal(ann, parcel).code() == ErrorCode.SHARE_HELD);
    }

    @Test
    void aShareIsForItsGuardianAlone() {
        Client owner = late("owner");
        List<Client> guardians = guardians(owner);
        ShareParcel parcel = split(owner, guardians).get(0);
        assertThat(refusal(guardians.get(1), parcel).code()).isEqualTo(ErrorCode.SHARE_UNREADABLE);
        String text = parcel.text();
        assertRefused(ErrorCode.SHARE_MALFORMED, () -> ShareParcel.parse(text.substring(0, text.length() - 6)));
        char other = text.charAt(400) == 'A' ? 'B' : 'A';
        assertRefused(
                ErrorCode.SHARE_MALFORMED,
                () -> ShareParcel.parse(text.substring(0, 400) + other + text.substring(401)));
        assertRefused(
                ErrorCode.MEMBER_UNKNOWN,
                () -> owner.halo().recovery().split(2, List.of(id(guardians.get(0)), id(open("stranger")))));
        assertThatThrownBy(() -> owner.halo().recovery().split(2, List.of(id(owner), id(guardians.get(0)))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
