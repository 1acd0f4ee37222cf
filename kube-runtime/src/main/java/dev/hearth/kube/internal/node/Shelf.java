package dev.hearth.kube.internal.node;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import dev.hearth.echo.Result;
import dev.hearth.kube.internal.bundle.Bundle;
import dev.hearth.kube.internal.bundle.BundleFile;
import dev.hearth.kube.internal.bundle.BundleLimits;
import dev.hearth.kube.internal.bundle.PackedBundle;
import dev.hearth.kube.internal.bundle.SignedManifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundles of one space: put there in parts, and taken out verified. */
final class Shelf {
    private static final Logger log = LoggerFactory.getLogger(Shelf.class);

    private final Space space;

    Shelf(Space space) {
        this.space = space;
    }

    /**
     * Writes what is not there yet of the files, and then the release that names them: what an earlier attempt left
     * unfinished is completed.
     */
    void put(PackedBundle packed) {
        Map<Bytes, Set<Integer>> there = new HashMap<>();
        space.query(AppBlob.class)
                .list()
                .forEach(blob -> there.computeIfAbsent(blob.value().hash(), hash -> new HashSet<>())
                        .add(blob.value().part()));
        packed.contents()
                .forEach((hash, content) -> putFile(hash, content, there.getOrDefault(hash.value(), Set.of())));
        SignedManifest signed = packed.signed();
        space.put(new AppRelease(
                packed.manifest().app(),
                packed.manifest().sequence(),
                signed.manifest(),
                signed.chain(),
                signed.signature()));
        space.flush();
    }

    /** One transaction a part, so that none is too long; a file counts once all of it is there. */
    private void putFile(Hash hash, Bytes content, Set<Integer> there) {
        int part = 0;
        for (int at = 0; at == 0 || at < content.size(); at += BundleLimits.PART_BYTES) {
            Bytes piece = content.slice(at, Math.min(content.size(), at + BundleLimits.PART_BYTES));
            if (!there.contains(part)) {
                space.put(new AppBlob(hash.value(), part, piece));
            }
            part++;
        }
    }

    /** Returns the highest sequence number of an app's releases, verified or not; 0 when there is none. */
    long highest(String app) {
        return space.query(AppRelease.class).where(AppRelease::app, app).list().stream()
                .mapToLong(release -> release.value().sequence())
                .max()
                .orElse(0);
    }

    /** Returns the releases that verify and whose publisher may write here; {@code known} are not verified again. */
    List<Bundle> bundles(Map<Hash, Bundle> known) {
        Map<Hash, Bundle> bundles = new LinkedHashMap<>(); // put twice, a release counts once
        for (Result<AppRelease> result : space.query(AppRelease.class).list()) {
            AppRelease release = result.value();
            SignedManifest signed = new SignedManifest(release.manifest(), release.chain(), release.signature());
            Bundle before = bundles.getOrDefault(signed.id(), known.get(signed.id()));
            Optional<Bundle> bundle = before != null ? Optional.of(before) : verify(signed);
            bundle.ifPresent(valid -> bundles.put(valid.id(), valid));
        }
        return List.copyOf(bundles.values());
    }

    private Optional<Bundle> verify(SignedManifest signed) {
        try {
            Bundle bundle = Bundle.verify(signed, ClientSigner::verify, this::content);
            boolean allowed = space.members().stream()
                    .filter(member -> member.role().canWrite())
                    .map(Member::id)
                    .anyMatch(bundle.manifest().publisher().identity()::equals);
            if (!allowed) {
                throw new MalformedException("The publisher may not write in the space");
            }
            return Optional.of(bundle);
        } catch (MalformedException e) {
            log.warn("A bundle in space {} is refused: {}", space.id().brief(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Bytes> content(BundleFile file) {
        Map<Integer, Bytes> parts = new TreeMap<>();
        space.query(AppBlob.class)
                .where(AppBlob::hash, file.hash().value())
                .list()
                .forEach(blob -> parts.put(blob.value().part(), blob.value().content()));
        ByteWriter content = new ByteWriter((int) Math.min(file.size(), BundleLimits.FILE_BYTES.max()));
        for (int part = 0; parts.containsKey(part); part++) {
            if (content.size() > file.size()) {
                return Optional.empty();
            }
            content.raw(parts.get(part));
        }
        return content.size() == file.size() && !parts.isEmpty() ? Optional.of(content.toBytes()) : Optional.empty();
    }
}
