package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.mesh.Mesh;
import dev.hearth.mesh.MeshStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why nobody was met at an invitation. */
final class Unreached {
    private Unreached() {}

    /** Where no signal server is connected that is, and not the inviter, who may be online all the time. */
    static HearthException at(Mesh mesh) {
        List<MeshStatus.SignalStatus> servers = mesh.status().signals();
        if (servers.isEmpty() || servers.stream().anyMatch(MeshStatus.SignalStatus::connected)) {
            return new HearthException(ErrorCode.INVITER_UNREACHABLE);
        }
        String tried = servers.stream()
                .map(each -> each.server() + " " + each.failure())
                .collect(Collectors.joining(", "));
        return new HearthException(ErrorCode.SIGNAL_UNREACHABLE, Map.of("servers", tried.strip()));
    }
}
