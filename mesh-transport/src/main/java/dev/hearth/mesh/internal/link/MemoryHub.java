package dev.hearth.mesh.internal.link;

import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.mesh.internal.swarm.Announcement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The state of a network inside one process: who is in which topic, and the links that live. Thread-safe. */
public final class MemoryHub {
    private final Map<Bytes, Map<DeviceId, MemoryIntroducer>> topics = new HashMap<>();
    private final Map<Bytes, MemoryLink> offered = new HashMap<>();
    private final List<MemoryLink> links = new ArrayList<>();

    synchronized void join(Bytes topic, MemoryIntroducer member) {
        Map<DeviceId, MemoryIntroducer> members = topics.computeIfAbsent(topic, unseen -> new LinkedHashMap<>());
        MemoryIntroducer before = members.put(member.announcement().device(), member);
        if (before == member) {
            return;
        }
        Announcement joined = member.announcement();
        members.values().stream().filter(other -> other != member).forEach(other -> {
            other.events().present(other, topic, joined);
            member.events().present(member, topic, other.announcement());
        });
    }

    synchronized void leave(Bytes topic, MemoryIntroducer member) {
        Map<DeviceId, MemoryIntroducer> members = topics.getOrDefault(topic, new HashMap<>());
        DeviceId device = member.announcement().device();
        if (members.remove(device, member)) {
            members.values().forEach(other -> other.events().absent(other, topic, device));
        }
    }

    synchronized void signal(Bytes topic, DeviceId from, DeviceId to, Bytes sealed) {
        MemoryIntroducer member = topics.getOrDefault(topic, Map.of()).get(to);
        if (member != null) {
            member.events().signal(member, topic, from, sealed);
        }
    }

    synchronized void offer(Bytes ticket, MemoryLink link) {
        offered.put(ticket, link);
    }

    synchronized @Nullable MemoryLink take(Bytes ticket) {
        return offered.remove(ticket);
    }

    synchronized void alive(MemoryLink link) {
        links.removeIf(MemoryLink::cut);
        links.add(link);
    }

    synchronized void withdraw(Bytes ticket) {
        offered.remove(ticket);
    }

    /** Cuts every link; what is on its way is lost. Returns how many there were. */
    public int cutAll() {
        return cut(live());
    }

    /** Cuts one link drawn by {@code random}, if there is one. */
    public int cutOne(RandomGenerator random) {
        List<MemoryLink> live = live();
        return live.isEmpty() ? 0 : cut(List.of(live.get(random.nextInt(live.size()))));
    }

    private synchronized List<MemoryLink> live() {
        links.removeIf(MemoryLink::cut);
        return List.copyOf(links);
    }

    private static int cut(List<MemoryLink> chosen) {
        chosen.forEach(MemoryLink::sever);
        return chosen.size();
    }
}
