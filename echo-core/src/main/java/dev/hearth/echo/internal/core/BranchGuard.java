package dev.hearth.echo.internal.core;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.base.ObjectId;
import dev.hearth.base.SpaceId;
import dev.hearth.echo.internal.feed.BlockFormat;
import dev.hearth.echo.port.Admission;
import dev.hearth.echo.port.Sealed;
import dev.hearth.echo.port.SpaceGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The guard of a branch: identity, access and keys are those of its space; its blocks are bound to an id of its own, so
 * that a block of the branch is none of the space. The cut that a removal makes counts blocks of the space and says
 * nothing of the branch's: what a removed member wrote in a branch under rights that it had counts.
 */
record BranchGuard(SpaceGuard outer, SpaceId space) implements SpaceGuard {
    private static final String SPACE = "hearth branch 1";
    private static final String AUTHOR = "hearth branch author 1";

    /** Returns the guard of a branch. */
    static BranchGuard of(SpaceGuard outer, ObjectId branch) {
        byte[] name = new ByteWriter(96)
                .text(SPACE)
                .raw(outer.space().value())
                .raw(branch.value())
                .toArray();
        return new BranchGuard(outer, new SpaceId(BlockFormat.sha256(name).value()));
    }

    /** Returns the key by which the engine knows a device as an author in a branch: not the one that it has beside. */
    static DeviceId author(ObjectId branch, DeviceId device) {
        byte[] name = new ByteWriter(96)
                .text(AUTHOR)
                .raw(branch.value())
                .raw(device.value())
                .toArray();
        return new DeviceId(BlockFormat.sha256(name).value());
    }

    @Override
    public DeviceId self() {
        return outer.self();
    }

    @Override
    public Map<DeviceId, Long> writers() {
        return outer.writers();
    }

    @Override
    public boolean mayWrite() {
        return outer.mayWrite();
    }

    @Override
    public boolean mayRead(DeviceId device) {
        return outer.mayRead(device);
    }

    @Override
    public List<CredentialId> authorityHeads() {
        return outer.authorityHeads();
    }

    @Override
    public Sealed seal(Bytes aad, byte[] plaintext) {
        return outer.seal(aad, plaintext);
    }

    @Override
    public Optional<byte[]> open(DeviceId author, int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
        return outer.open(author, epoch, aad, ciphertext);
    }

    @Override
    public Sealed sealShared(Bytes aad, byte[] plaintext) {
        return outer.sealShared(aad, plaintext);
    }

    @Override
    public Optional<byte[]> openShared(int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
        return outer.openShared(epoch, aad, ciphertext);
    }

    @Override
    public Bytes sign(Bytes head) {
        return outer.sign(head);
    }

    @Override
    public boolean verify(DeviceId author, Bytes head, Bytes signature) {
        return outer.verify(author, head, signature);
    }

    @Override
    public boolean knowsCut(DeviceId removed, List<CredentialId> authority) {
        return outer.knowsCut(removed, authority);
    }

    @Override
    public void beforeWriting() {
        outer.beforeWriting();
    }

    @Override
    public Admission admission(DeviceId author, long seq, Hash block, List<CredentialId> authority) {
        return outer.admission(author, 0, block, authority);
    }
}
