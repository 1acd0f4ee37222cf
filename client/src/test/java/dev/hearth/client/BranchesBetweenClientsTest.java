package dev.hearth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.echo.Branch;
import dev.hearth.echo.Ref;
import dev.hearth.echo.Text;
import dev.hearth.halo.Role;
import dev.hearth.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A branch through the facade: two members write a draft together, and a third sees it when it is merged. */
final class BranchesBetweenClientsTest extends ClientsInMemory {
    record Page(String title, Text body) {}

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void aDraftIsWrittenTogetherAndMergedByOne() {
        Client ann = open("ann");
        Space home = ann.spaces().create("Home");
        Ref<Page> page = home.put(new Page("intro", Text.of("old")));
        Space bobs = join(open("bob"), home.invite(Role.WRITER));
        Space cleos = join(open("cleo"), home.invite(Role.READER));
        Branch draft = home.branch("draft");
        Await.until("the branch", BOUND, () -> bobs.branches().size() == 1);
        Branch same = bobs.branch("draft");
        same.database().text(page, Page::body).insert(3, " and new");
        Await.until("bob's words at ann's", BOUND, () -> body(draft, page).equals("old and new"));
        draft.database().text(page, Page::body).insert(0, "> ");
        Await.until("ann's words at bob's", BOUND, () -> body(same, page).equals("> old and new"));
        assertThat(bobs.get(page).body().value()).isEqualTo("old");
        same.merge();
        Await.until(
                "the merge at cleo's",
                BOUND,
                () -> cleos.find(page)
                        .map(found -> found.body().value())
                        .equals(java.util.Optional.of("> old and new")));
        Await.until("the merge at ann's", BOUND, draft::isMerged);
    }

    /** What a device wrote in a branch before it left the space may be known to others there. */
    @Test
    void whoComesBackWritesInABranchOnceAMemberHasToldWhatIsThere() {
        Client ann = open("ann");
        Client bob = open("bob");
        Space home = ann.spaces().create("Home");
        Ref<Page> page = home.put(new Page("intro", Text.of("old")));
        Branch draft = home.branch("draft");
        draft.database().get(page);
        Space bobs = join(bob, home.invite(Role.WRITER));
        Await.until("the branch", BOUND, () -> bobs.branches().size() == 1);
        bobs.branch("draft").database().text(page, Page::body).insert(3, " and new");
        Await.until("bob's words at ann's", BOUND, () -> body(draft, page).equals("old and new"));
        bob.spaces().leave(home.id());
        Space again = join(bob, home.invite(Role.WRITER));
        Await.until("the branch again", BOUND, () -> again.branches().size() == 1);
        ann.mesh().pause();
        assertThatThrownBy(() -> again.branch("draft")
                        .database()
                        .text(page, Page::body)
                        .insert(0, "in the place of the former words "))
                .isInstanceOfSatisfying(
                        HearthException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SPACE_UNCONFIRMED));
        ann.mesh().resume();
        Branch same = again.branch("draft");
        Await.until("bob's own words", BOUND, () -> body(same, page).equals("old and new"));
        Await.until("the right to write", BOUND, () -> !same.database().status().unconfirmed());
        same.database().text(page, Page::body).insert(0, "> ");
        Await.until("bob's new words", BOUND, () -> body(draft, page).equals("> old and new"));
    }

    private static String body(Branch branch, Ref<Page> page) {
        return branch.database().get(page).body().value();
    }
}
