package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From which version on the devices may write that were admitted to a space without its history. In a space of the
 * other kind everybody may from the first on. A start counts that builds on whatever took the right to write away.
 */
final class Starts {
    private final CredentialGraph graph;
    private final Heard heard;
    private final BitSet counts;
    private final boolean sinceJoin;
    private final Map<DeviceId, List<Integer>> said = new HashMap<>();

    Starts(CredentialGraph graph, Heard heard, BitSet counts) {
        this.graph = graph;
        this.heard = heard;
        this.counts = counts;
        this.sinceJoin =
                graph.get(0).statement() instanceof Statement.Genesis it && it.history() == HistoryPolicy.SINCE_JOIN;
    }

    boolean isSinceJoin() {
        return sinceJoin;
    }

    /** Adds a credential that counts; nothing happens when it says no start. */
    void add(int number) {
        if (graph.get(number).statement() instanceof Statement.Start it) {
            said.computeIfAbsent(it.device(), device -> new ArrayList<>()).add(number);
        }
    }

    boolean isStarted(IdentityId member, DeviceId device) {
        return starts(member, device).isPresent();
    }

    /** Returns the versions of which the next block must follow one, none for any block; empty when it may not come. */
    private Optional<List<Map<DeviceId, Long>>> starts(IdentityId member, DeviceId device) {
        if (!sinceJoin || (graph.get(0).author().equals(device) && isAfterLosses(0, member))) {
            return Optional.of(List.of());
        }
        List<Map<DeviceId, Long>> starts = said.getOrDefault(device, List.of()).stream()
                .filter(number -> counts.get(number) && isAfterLosses(number, member))
                .map(number -> ((Statement.Start) graph.get(number).statement()).version())
                .toList();
        return starts.isEmpty() ? Optional.empty() : Optional.of(starts);
    }

    private boolean isAfterLosses(int number, IdentityId member) {
        return heard.revocations(member).stream()
                .filter(taken -> taken.revocation().level() < Role.WRITER.code())
                .allMatch(taken -> graph.past(number).get(taken.number()));
    }

    /** Returns by device, of members that may write, where it starts; of those that may not yet, nothing. */
    Map<DeviceId, List<Map<DeviceId, Long>>> of(Map<IdentityId, Authority.Member> members) {
        Map<DeviceId, List<Map<DeviceId, Long>>> all = new TreeMap<>();
        members.forEach((identity, member) -> {
            for (DeviceId device : member.devices().keySet()) {
                if (member.roleOf(device).canWrite()) {
                    starts(identity, device).ifPresent(starts -> all.put(device, starts));
                }
            }
        });
        return all;
    }
}
