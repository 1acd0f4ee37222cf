package dev.hearth.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.internal.feed.CheckpointOffer;
import dev.hearth.echo.internal.feed.SignedHead;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers of a state as a member could forge them: heads that authors did not sign, or that are of something else. */
class CheckpointOfferTest {
    private final TestSpace space = new TestSpace(97);
    private final TestSpace.Member author = space.member(TestSpace.device(1));
    private final TestSpace.Member other = space.member(TestSpace.device(2));

    private static Hash hash(int number) {
        byte[] bytes = new byte[Hash.SIZE];
        bytes[0] = (byte) number;
        return new Hash(Bytes.of(bytes));
    }

    private SignedHead head(TestSpace.Member signer, long seq, Hash hash) {
        return new SignedHead(seq, hash, signer.sign(BlockFormat.head(space.id(), author.self(), seq, hash)));
    }

    private static CheckpointOffer.Place place(DeviceId feed, List<CheckpointOffer.Mention> mentions, SignedHead head) {
        return new CheckpointOffer.Place(feed, 7, hash(7), 20, List.of(), null, mentions, head);
    }

    private CheckpointOffer offer(SignedHead head) {
        return new CheckpointOffer(List.of(place(author.self(), List.of(), head)));
    }

    private void assertRefused(SignedHead head) {
        assertThatThrownBy(() -> offer(head).verify(author))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("what the authors did not write");
    }

    @Test
    void anAuthorsWordIsOfThePlaceOrOfALaterBlock() throws MalformedException {
        CheckpointOffer there = offer(head(author, 7, hash(7)));
        CheckpointOffer later = offer(head(author, 9, hash(9)));
        there.verify(other);
        later.verify(other);
        assertThat(later.id()).isEqualTo(there.id());
        assertThat(CheckpointOffer.decode(later.encode())).isEqualTo(later);
        assertRefused(head(author, 7, hash(8)));
        assertRefused(head(author, 6, hash(6)));
        assertRefused(head(other, 7, hash(7)));
        assertRefused(head(other, 9, hash(9)));
    }

    private void assertMalformed(String why, CheckpointOffer.Place... places) {
        Bytes forged = new CheckpointOffer(List.of(places)).encode();
        assertThatThrownBy(() -> CheckpointOffer.decode(forged))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void feedsComeInOrderAndNameOnlyWhatIsIn() {
        SignedHead head = head(author, 7, hash(7));
        DeviceId low = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
        CheckpointOffer.Place first = place(low, List.of(), head);
        CheckpointOffer.Place second = place(author.self(), List.of(), head);
        assertMalformed("out of order", second, first);
        assertMalformed("out of order", first, first);
        assertMalformed(
                "lacks what it builds on", place(low, List.of(new CheckpointOffer.Mention(1, 8)), head), second);
        assertMalformed(
                "lacks what it builds on", place(low, List.of(new CheckpointOffer.Mention(1, 0)), head), second);
        assertMalformed(
                "names a feed it has not", place(low, List.of(new CheckpointOffer.Mention(2, 1)), head), second);
    }
}
