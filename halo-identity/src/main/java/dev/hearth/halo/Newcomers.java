package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.halo.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those who were admitted to a space without its history: who gives them what they lack. */
final class Newcomers {
    private Newcomers() {}

    /**
     * Returns the grants of all keys that {@code by} has and the device of {@code to} was not given. Of several keys of
     * one number a grant does not tell which it holds: who has some of them only gives those.
     */
    static List<Statement> keysFor(IdentityChain to, LocalIdentity by, Authority now, EpochKeys keys) {
        List<Statement> grants = new ArrayList<>();
        now.epochs().all().forEach((number, made) -> {
            Map<Bytes, Secret> own = keys.all(now, number);
            for (SpaceEpochs.Key key : made) {
                Secret secret = own.get(key.statement().commitment());
                if (secret != null && !key.holders().contains(to.device())) {
                    keys.wrap(number, secret, to)
                            .ifPresent(wrap -> grants.add(new Statement.KeyGrant(number, to.device(), wrap)));
                }
            }
        });
        return grants;
    }

    /** Returns the devices that lack older keys, or may not write yet, and are for a device to look after. */
    static List<IdentityChain> of(DeviceId host, Authority now, CredentialGraph graph) {
        return now.members().values().stream()
                .flatMap(member -> member.devices().values().stream())
                .map(Authority.MemberDevice::chain)
                .filter(each -> now.awaitsStart(each.device()) || now.isNewcomer(each.device()))
                .filter(each -> host(now, each, graph).equals(Optional.of(host)))
                .toList();
    }

    /** The device that admitted a member, or the owner's if that one can't any more. */
    private static Optional<DeviceId> host(Authority now, IdentityChain newcomer, CredentialGraph graph) {
        DeviceId host = null;
        for (Credential each : graph.all()) {
            boolean admits = (each.statement() instanceof Statement.Admit it
                            && it.member().equals(newcomer))
                    || (each.statement() instanceof Statement.AdmitDevice device
                            && device.device().equals(newcomer));
            if (admits) {
                host = each.author();
            }
        }
        return Optional.ofNullable(host)
                .filter(device -> mayHost(now, device, newcomer))
                .or(() -> now.members().values().stream()
                        .filter(member -> member.role() == Role.OWNER)
                        .flatMap(member -> member.devices().keySet().stream())
                        .filter(device -> !device.equals(newcomer.device()) && now.mayWrite(device))
                        .findFirst());
    }

    private static boolean mayHost(Authority now, DeviceId device, IdentityChain newcomer) {
        boolean own = now.ownerOf(device).equals(Optional.of(newcomer.identity()));
        return now.mayWrite(device)
                && (own
                        || now.roleOfDevice(device)
                                .filter(role -> role.canAdmit(Role.READER))
                                .isPresent());
    }
}
