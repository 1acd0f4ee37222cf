package dev.hearth.client.internal;

import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.echo.port.Newcomers;
import dev.hearth.halo.Authority;
import dev.hearth.halo.HistoryPolicy;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.SpaceCredentials;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Those who were admitted to a space without its history, as its credentials tell. Thread-safe. */
final class SpaceNewcomers implements Newcomers {
    private final SpaceCredentials credentials;
    private final Supplier<LocalIdentity> identity;
    private final Consumer<Map<DeviceId, Long>> starting;
    private volatile Known known = new Known(-1, 0, false, false);

    /** What a number of credentials tell; more may tell more. */
    private record Known(int credentials, int allReadFrom, boolean ours, boolean waiting) {}

    /** {@code starting} says to whom it is due that it may write what follows a version. */
    SpaceNewcomers(
            SpaceCredentials credentials, Supplier<LocalIdentity> identity, Consumer<Map<DeviceId, Long>> starting) {
        this.credentials = credentials;
        this.identity = identity;
        this.starting = starting;
    }

    private boolean isFull() {
        return credentials.history() == HistoryPolicy.FULL;
    }

    private Known known() {
        int size = credentials.size();
        Known now = known;
        if (now.credentials() != size) {
            Authority authority = credentials.authority();
            List<IdentityChain> ours = credentials.newcomers(identity.get());
            boolean waiting = ours.stream().anyMatch(each -> authority.awaitsStart(each.device()));
            now = new Known(size, authority.allReadFrom(), !ours.isEmpty(), waiting);
            known = now;
        }
        return now;
    }

    @Override
    public int allReadFrom() {
        return isFull() ? 0 : known().allReadFrom();
    }

    @Override
    public int readsFrom(DeviceId device) {
        return isFull() ? 0 : credentials.authority().readsFrom(device);
    }

    @Override
    public boolean knows(List<CredentialId> authority) {
        return isFull()
                || (!authority.isEmpty()
                        && credentials
                                .authorityAt(authority)
                                .filter(then -> then.epoch() >= allReadFrom())
                                .isPresent());
    }

    @Override
    public boolean areOurs() {
        return !isFull() && known().ours();
    }

    @Override
    public boolean waitForStart() {
        return !isFull() && known().waiting();
    }

    @Override
    public void start(Map<DeviceId, Long> version) {
        starting.accept(version);
    }

    @Override
    public boolean awaitsStart() {
        return !isFull() && credentials.authority().awaitsStart(identity.get().device());
    }

    @Override
    public List<Map<DeviceId, Long>> starts(DeviceId device) {
        return isFull() ? List.of() : credentials.authority().startsOf(device);
    }

    @Override
    public List<Map<DeviceId, Long>> starts(DeviceId device, List<CredentialId> authority) {
        return isFull()
                ? List.of()
                : credentials
                        .authorityAt(authority)
                        .map(then -> then.startsOf(device))
                        .orElse(List.of());
    }
}
