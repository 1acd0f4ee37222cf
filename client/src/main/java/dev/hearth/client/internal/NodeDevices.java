package dev.hearth.client.internal;

import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.client.Device;
import dev.hearth.client.DeviceConfirmation;
import dev.hearth.client.DeviceInvitation;
import dev.hearth.client.Devices;
import dev.hearth.client.JoinState;
import dev.hearth.client.Profile;
import dev.hearth.halo.EnrolmentGuest;
import dev.hearth.halo.InvitationLink;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The devices of a client's identity, and how a client without one becomes a device of one. Thread-safe. */
record NodeDevices(Node node) implements Devices {
    private OwnDevices own() {
        return node.hostOfIdentity().devices();
    }

    @Override
    public List<Device> list() {
        return own().list();
    }

    @Override
    public void rename(DeviceId device, String name) {
        own().rename(device, name);
    }

    @Override
    public void revoke(DeviceId device) {
        own().revoke(device);
    }

    @Override
    public DeviceInvitation invite(DeviceConfirmation confirmation) {
        return own().invite(confirmation);
    }

    @Override
    public List<DeviceInvitation> resume(DeviceConfirmation confirmation) {
        return own().resume(confirmation);
    }

    @Override
    public CompletableFuture<Profile> join(
            String text,
            String code,
            DeviceConfirmation confirmation,
            Executor executor,
            Consumer<JoinState> listener) {
        InvitationLink link = DeviceLink.parse(text);
        if (!node.seams().clock().instant().isBefore(link.expires())) {
            return CompletableFuture.failedFuture(new HearthException(ErrorCode.INVITATION_EXPIRED));
        }
        LocalIdentity provisional = node.required().provisional();
        Network visit = node.required().visit(provisional, link.signals());
        Consumer<JoinState> tell = state -> executor.execute(() -> listener.accept(state));
        return new DeviceJoining(link, provisional, code, confirmation, tell, node.seams())
                .start(visit.mesh(), node.options().joinTimeout())
                .whenCompleteAsync(
                        (done, failure) -> visit.close(), node.seams().blocking())
                .thenApplyAsync(enrolled -> become(enrolled, link), node.seams().blocking());
    }

    private Profile become(EnrolmentGuest.Step.Enrolled enrolled, InvitationLink link) {
        SpaceCredentials personal;
        try {
            personal = SpaceCredentials.restore(enrolled.credentials(), node.seams());
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.DEVICE_DECLINED, Map.of(), e);
        }
        boolean isIn = personal.authority()
                .member(enrolled.identity().id())
                .filter(member -> member.has(enrolled.identity().device()))
                .isPresent();
        if (!isIn) {
            throw new HearthException(ErrorCode.DEVICE_DECLINED);
        }
        return node.become(folder -> folder.become(enrolled.identity(), personal, link.signals()));
    }
}
