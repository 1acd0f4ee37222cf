package dev.hearth.client.internal;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.client.Recovery;
import dev.hearth.halo.Authority;
import dev.hearth.halo.GuardianNote;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.RecoveryShare;
import dev.hearth.halo.RecoveryShares;
import dev.hearth.halo.ShareParcel;
import dev.hearth.halo.ShownName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Shares of recovery words, given and kept. A guardian's client releases a share only some time after it was asked, as
 * long as the owner chose, and says at once that it was, in the spaces in which it meets the owner: so the owner, who
 * still has a device, hears of a theft and forbids it. It is the guardian's own client that waits: nothing keeps a
 * guardian who wants to give the share away from opening it with another program. Thread-safe.
 */
final class GuardianDesk {
    private final SpaceHost host;
    private final Registry registry;
    private final Seams seams;

    GuardianDesk(SpaceHost host, Registry registry, Seams seams) {
        this.host = host;
        this.registry = registry;
        this.seams = seams;
    }

    private LocalIdentity self() {
        return host.identity();
    }

    private List<OpenSpace> sharedWith(IdentityId person) {
        return host.spaces().stream()
                .filter(space -> !space.isPersonal())
                .filter(space -> space.access().authority().member(person).isPresent())
                .toList();
    }

    List<ShareParcel> split(RecoveryPhrase words, int threshold, List<IdentityId> guardians, Duration hold) {
        if (new HashSet<>(guardians).size() != guardians.size() || guardians.contains(self().id())) {
            throw new IllegalArgumentException("guardians: each once, and somebody else");
        }
        List<List<IdentityChain>> devices =
                guardians.stream().map(this::devices).toList();
        List<RecoveryShare> shares = RecoveryShares.split(words, threshold, guardians.size(), seams.random());
        List<ShareParcel> parcels = new ArrayList<>();
        try {
            for (int i = 0; i < shares.size(); i++) {
                parcels.add(ShareParcel.seal(shares.get(i), self(), devices.get(i), hold));
            }
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.KEY_MISSING, Map.of(), e);
        } finally {
            shares.forEach(RecoveryShare::close);
        }
        return parcels;
    }

    /** All devices of a person that any space knows of, and none that one took out. */
    private List<IdentityChain> devices(IdentityId guardian) {
        Map<DeviceId, IdentityChain> devices = new LinkedHashMap<>();
        Set<DeviceId> former = new HashSet<>();
        for (OpenSpace each : sharedWith(guardian)) {
            Authority now = each.access().authority();
            former.addAll(now.cuts().keySet());
            now.member(guardian).orElseThrow().devices().forEach((id, device) -> {
                if (!device.isLimited()) {
                    devices.put(id, device.chain());
                }
            });
        }
        devices.keySet().removeAll(former);
        if (devices.isEmpty()) {
            throw new HearthException(ErrorCode.MEMBER_UNKNOWN, Map.of("identity", guardian.toString()));
        }
        return List.copyOf(devices.values());
    }

    RecoveryShare release(ShareParcel parcel) {
        if (!parcel.isFor(self())) {
            return parcel.open(self()); // which says for whom it is
        }
        IdentityId owner = parcel.owner().identity();
        Bytes share = new ByteWriter()
                .raw(owner.value())
                .u32(parcel.set())
                .u32(parcel.index())
                .toBytes();
        Instant now = Instant.ofEpochSecond(seams.clock().instant().getEpochSecond());
        Optional<GuardianNote> asked = registry.started(share).map(GuardianDesk::kept);
        boolean vetoed = asked.filter(note -> isVetoed(note.start())).isPresent();
        if (asked.isEmpty() || (vetoed && !now.isBefore(asked.get().start().until()))) {
            GuardianNote.Start start =
                    new GuardianNote.Start(owner, self().id(), parcel.set(), now, now.plus(parcel.hold()));
            GuardianNote note = GuardianNote.sign(self(), start, false);
            registry.putStarted(share, Bytes.utf8(note.text()));
            tell(note);
            throw refused(ErrorCode.SHARE_HELD, start);
        }
        GuardianNote.Start start = asked.get().start();
        tell(asked.get());
        if (vetoed) {
            throw refused(ErrorCode.SHARE_VETOED, start);
        }
        if (now.isBefore(start.until())) {
            throw refused(ErrorCode.SHARE_HELD, start);
        }
        return parcel.open(self());
    }

    private static HearthException refused(ErrorCode code, GuardianNote.Start start) {
        return new HearthException(
                code,
                Map.of("until", start.until().toString(), "owner", start.owner().toString()));
    }

    private static GuardianNote kept(Bytes text) {
        try {
            return GuardianNote.parse(text.asUtf8());
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("store", "registry"), e);
        }
    }

    /** Tells the owner in each space in which both are and this device may write, unless it stands there. */
    private void tell(GuardianNote note) {
        for (OpenSpace each : sharedWith(note.start().owner())) {
            if (each.access().mayWrite() && notes(each).noneMatch(note::equals)) {
                each.put(new GuardianObject(note.text()));
            }
        }
    }

    /** Returns what is said in a space by those who may: devices of members, each in its own name. */
    private static Stream<GuardianNote> notes(OpenSpace space) {
        Authority now = space.access().authority();
        return space.query(GuardianObject.class).list().stream()
                .flatMap(each -> parsed(each.value().note()).stream())
                .filter(note -> now.member(note.author().identity())
                        .filter(member -> member.has(note.author().device()))
                        .isPresent());
    }

    private static Optional<GuardianNote> parsed(String text) {
        try {
            return Optional.of(GuardianNote.parse(text));
        } catch (MalformedException e) {
            return Optional.empty(); // whoever writes in the space may write anything
        }
    }

    private boolean isVetoed(GuardianNote.Start start) {
        return sharedWith(start.owner()).stream()
                .flatMap(GuardianDesk::notes)
                .anyMatch(note -> note.veto() && note.start().equals(start));
    }

    List<Recovery.Request> requests() {
        Map<String, GuardianNote> starts = new HashMap<>();
        Set<String> vetoed = new HashSet<>();
        for (OpenSpace each : host.spaces()) {
            notes(each).filter(note -> note.start().owner().equals(self().id())).forEach(note -> {
                if (note.veto()) {
                    vetoed.add(note.start().id());
                } else {
                    starts.put(note.start().id(), note);
                }
            });
        }
        return starts.values().stream()
                .sorted(Comparator.comparing((GuardianNote note) -> note.start().since())
                        .reversed())
                .map(note -> new Recovery.Request(
                        note.start().id(),
                        note.start().guardian(),
                        ShownName.of(note.author().name()),
                        note.start().until(),
                        vetoed.contains(note.start().id())))
                .toList();
    }

    void veto(String request) {
        boolean found = false;
        for (OpenSpace each : host.spaces()) {
            Optional<GuardianNote> start = notes(each)
                    .filter(note -> !note.veto() && note.start().id().equals(request))
                    .filter(note -> note.start().owner().equals(self().id()))
                    .findFirst();
            if (start.isPresent()) {
                found = true;
                each.put(new GuardianObject(
                        GuardianNote.sign(self(), start.get().start(), true).text()));
            }
        }
        if (!found) {
            throw new HearthException(ErrorCode.SHARE_UNASKED, Map.of("request", request));
        }
    }
}
