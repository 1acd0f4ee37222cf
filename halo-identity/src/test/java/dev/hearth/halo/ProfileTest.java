package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.SigningKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What members call themselves: each for itself, the same on all peers, and without any right by it. */
final class ProfileTest {
    private final LocalIdentity ann = People.person("Ann");
    private final LocalIdentity ben = People.person("Ben");
    private final SpaceCredentials space = People.space(ann);

    private ProfileTest() {
        space.admit(ann, ben.chain(), Role.READER);
    }

    private static String name(SpaceCredentials space, LocalIdentity of) {
        return space.authority().nameOf(of.id()).orElseThrow().name();
    }

    private static LocalIdentity device(LocalIdentity of) throws MalformedException {
        LocalIdentity device = LocalIdentity.provisional(People.SEAMS.random());
        return device.join(of.enrol(device.chain()));
    }

    private static boolean say(SpaceCredentials space, LocalIdentity by, String name, long revision) {
        return new SpaceProfiles(space).say(by, new IdentityName(name, revision));
    }

    private static void refused(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_PERMITTED));
    }

    @Test
    void aMemberOfAnyRoleRenamesItselfAndKeepsItsRole() {
        assertThat(name(space, ben)).isEqualTo("Ben");
        assertThat(say(space, ben, "Benjamin", 1)).isTrue();
        assertThat(say(space, ben, "Benjamin", 1)).isFalse();
        assertThat(name(space, ben)).isEqualTo("Benjamin");
        assertThat(name(space, ann)).isEqualTo("Ann");
        assertThat(space.authority().roleOf(ben.id())).contains(Role.READER);
        assertThat(name(People.copy(space), ben)).isEqualTo("Benjamin");
    }

    /** Not even the owner, or who makes a device of its own one of somebody else's, says how another is called. */
    @Test
    void nobodyRenamesAnother() {
        int before = space.size();
        Statement statement = new Statement.Profile(ben.id(), new IdentityName("Thief", 1));
        refused(() -> space.sayByRight(ann, statement));
        LocalIdentity stranger = People.person("Eve");
        refused(() -> say(space, stranger, "Ann", 1));
        Bytes forged = Credential.sign(
                        stranger,
                        space.id().value(),
                        space.heads(),
                        new Statement.Profile(ann.id(), new IdentityName("Eve", 1)))
                .encoded();
        assertThat(space.add(forged)).isInstanceOf(Addition.PassedOver.class);
        assertThat(space.size()).isEqualTo(before);
    }

    @Test
    void anApplicationsDeviceDoesNotRenameItsPerson() throws MalformedException {
        LocalIdentity app = device(ben);
        space.devices().admit(ben, app.chain(), Role.READER);
        refused(() -> say(space, app, "App", 1));
        LocalIdentity phone = device(ben);
        space.devices().admit(ben, phone.chain(), Role.OWNER);
        assertThat(say(space, phone, "Benjamin", 1)).isTrue();
    }

    @Test
    void whoWasRemovedIsHeardNoMore() {
        SpaceCredentials theirs = People.copy(space);
        space.remove(ann, ben.id(), Map.of());
        assertThat(say(theirs, ben, "Ann", 1)).isTrue();
        People.sync(space, theirs);
        space.admit(ann, ben.chain(), Role.READER);
        assertThat(name(space, ben)).isEqualTo("Ben");
    }

    /** Devices that rename at once, in any order of arrival: the higher revision, then the greater text. */
    @Test
    void allPeersShowTheSameNameWhateverTheOrderOfArrival() throws MalformedException {
        LocalIdentity phone = device(ben);
        space.devices().admit(ben, phone.chain(), Role.OWNER);
        SpaceCredentials here = People.copy(space);
        SpaceCredentials there = People.copy(space);
        say(here, ben, "B1", 1);
        say(here, ben, "B2", 2);
        say(there, phone, "P1", 1);
        say(there, phone, "P2", 2);
        List<Bytes> all = new ArrayList<>(here.missing(space.ids()));
        all.addAll(there.missing(space.ids()));
        for (int seed = 0; seed < 24; seed++) {
            List<Bytes> arriving = new ArrayList<>(all);
            Collections.shuffle(arriving, new Random(seed));
            SpaceCredentials peer = People.copy(space);
            arriving.forEach(peer::add);
            assertThat(name(peer, ben)).as("seed %d", seed).isEqualTo("P2");
        }
        People.sync(here, there);
        assertThat(say(here, ben, "B1", 1)).isFalse();
        assertThat(say(here, ben, "B3", 3)).isTrue();
        assertThat(name(here, ben)).isEqualTo("B3");
    }

    @Test
    void oneDeviceRenamesSoOftenAndUsesUpNobodyElsesShare() throws MalformedException {
        LocalIdentity phone = device(ben);
        space.devices().admit(ben, phone.chain(), Role.OWNER);
        refused(() -> say(space, ben, "far", RollOfNames.MAX_STEP + 1));
        for (int time = 1; time <= RollOfNames.MAX_OF_DEVICE; time++) {
            assertThat(say(space, phone, "P" + time, time)).isTrue();
        }
        refused(() -> say(space, phone, "once more", RollOfNames.MAX_OF_DEVICE + 1));
        assertThat(say(space, ben, "Ben again", RollOfNames.MAX_OF_DEVICE + 1)).isTrue();
        assertThat(name(space, ben)).isEqualTo("Ben again");
    }

    @Test
    void namesAreBounded() {
        for (String bad : List.of("", " \t", "x".repeat(65))) {
            assertThatThrownBy(() -> new IdentityName(bad, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Statement.decode(profile(1, bad))).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> Statement.decode(profile(0, "Ben"))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Statement.decode(profile(-1, "Ben"))).isInstanceOf(MalformedException.class);
    }

    private Cbor profile(long revision, String name) {
        return Cbor.array(Cbor.of(15), Cbor.of(ben.id().value()), Cbor.of(revision), Cbor.of(name));
    }

    @Test
    void theNewestRootIsTheOneThatTheOthersLeadTo() {
        LocalIdentity second = withNewRoot(ben);
        LocalIdentity third = withNewRoot(second);
        LocalIdentity fork = withNewRoot(ben);
        List<IdentityChain> chains = List.of(ben.chain(), third.chain(), second.chain());
        NewestRoot newest = NewestRoot.of(chains).orElseThrow();
        assertThat(newest.chain()).isEqualTo(third.chain());
        assertThat(newest.isDisputed()).isFalse();
        assertThat(third.chain().rootKeys()).hasSize(3).doesNotHaveDuplicates().endsWith(newest.key());
        assertThat(NewestRoot.of(List.of(second.chain(), fork.chain()))
                        .orElseThrow()
                        .isDisputed())
                .isTrue();
        assertThat(NewestRoot.of(List.of(third.chain(), fork.chain()))
                        .orElseThrow()
                        .isDisputed())
                .isTrue();
        assertThat(NewestRoot.of(List.of())).isEmpty();
    }

    private static LocalIdentity withNewRoot(LocalIdentity person) {
        SigningKey next = SigningKey.generate(People.SEAMS.random());
        return LocalIdentity.provisional(People.SEAMS.random())
                .recover(person.rootSeed(), Optional.of(person.chain()), person.name(), next);
    }

    @Test
    void namesThatReadAlikeHaveTheSameLikeness() {
        String ann = SimilarName.of("Ann Lee");
        for (String alike : List.of(
                "ANN LEE",
                " ann\u00a0 lee ",
                "A\u200bnn\u2060 L\u00adee",
                "\u202eAnn Lee\u202c",
                "\uff21\uff4e\uff4e Lee",
                "\u0410nn L\u0435\u0435",
                "Ann \uff2ce\ufe0fe")) {
            assertThat(SimilarName.of(alike)).as(alike).isEqualTo(ann);
        }
        assertThat(SimilarName.of("Bi11")).isEqualTo(SimilarName.of("BILL"));
        assertThat(SimilarName.of("stra\u00dfe")).isEqualTo(SimilarName.of("STRASSE"));
        for (String other : List.of("Ann Le", "Anna Lee", "Annlee", "\u00c4nn Lee")) {
            assertThat(SimilarName.of(other)).as(other).isNotEqualTo(ann);
        }
        assertThat(SimilarName.of("\u200b\u2060")).isEmpty();
    }
}
