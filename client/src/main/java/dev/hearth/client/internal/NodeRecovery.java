package dev.hearth.client.internal;

import dev.hearth.base.Bytes;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Profile;
import dev.hearth.client.Recovery;
import dev.hearth.client.RestoreOptions;
import dev.hearth.echo.DatabaseDump;
import dev.hearth.halo.BackupLock;
import dev.hearth.halo.IdentityChain;
import dev.hearth.halo.Keychain;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.RecoveryPhrase;
import dev.hearth.halo.RecoveryShare;
import dev.hearth.halo.ShareParcel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recovery of a client's identity: its words, backups and guardians. Thread-safe. */
record NodeRecovery(Node node) implements Recovery {
    private DataFolder folder() {
        return node.required().folder();
    }

    @Override
    public RecoveryPhrase words() {
        return folder().keychain().words();
    }

    @Override
    public boolean areWordsHere() {
        return folder().keychain().identity().filter(LocalIdentity::hasRoot).isPresent();
    }

    /** What to seal to for the words is told before they go. */
    @Override
    public void putAway() {
        SpaceHost host = node.hostOfIdentity();
        host.devices(); // an identity, not a provisional one
        RootBoxes.publish(host.personal(), host.identity());
        folder().changeKeychain(keychain -> {
            keychain.putWordsAway();
            return keychain;
        });
    }

    @Override
    public Restored restore(RecoveryPhrase words, RestoreOptions options) {
        OpenFolder open = node.required();
        try (RestoreDesk desk = open.restoring()) {
            Optional<IdentityChain> saved =
                    options.backup().map(file -> desk.read(file, header -> lock(header, words, options)));
            Optional<IdentityChain> known =
                    RestoreDesk.newer(saved, options.chain().map(NodeRecovery::verified));
            Optional<LocalIdentity> present = open.identity();
            Profile profile;
            if (present.isPresent()) {
                IdentityId own = present.get().id();
                if (saved.filter(chain -> chain.identity().equals(own)).isEmpty()) {
                    throw new HearthException(ErrorCode.IDENTITY_EXISTS);
                }
                profile = node.become(folder -> folder.takeFrom(desk, present.get()));
            } else {
                profile = node.become(folder -> folder.recover(
                        keychain -> recover(keychain, words, known, options), desk, options.othersLost()));
            }
            open(node.hostOfIdentity(), desk.taken(), options.othersLost());
            return new Restored(profile, desk.taken(), desk.refused());
        }
    }

    /**
     * Opens spaces that came back. This device is new and has written nothing in them, so there is nothing to be
     * confirmed.
     */
    private static void open(SpaceHost host, List<SpaceId> restored, boolean othersLost) {
        for (SpaceId each : restored) {
            OpenSpace space = host.open(each);
            host.network()
                    .ifPresent(open ->
                            open.meetAt(host.registry().find(each).orElseThrow().signals()));
            space.confirmOnlyCopy();
        }
        RootBoxes.publish(host.personal(), host.identity());
        if (othersLost) {
            host.devices().revokeOthers();
        }
        host.devices().tend();
    }

    private LocalIdentity recover(
            Keychain keychain, RecoveryPhrase words, Optional<IdentityChain> known, RestoreOptions options) {
        String name = options.name()
                .or(() -> known.map(IdentityChain::name))
                .orElseThrow(() ->
                        new IllegalArgumentException("name: it takes one where neither a backup nor a chain tells it"));
        if (!options.newWords()) {
            return keychain.recover(words, known, name, Optional.empty());
        }
        try (RecoveryPhrase next = RecoveryPhrase.generate(node.seams().random())) {
            return keychain.recover(words, known, name, Optional.of(next));
        }
    }

    private static BackupLock lock(Bytes header, RecoveryPhrase words, RestoreOptions options)
            throws MalformedException {
        return options.passphrase().isPresent()
                ? BackupLock.openWithPassphrase(header, options.passphrase().get())
                : BackupLock.openWithWords(header, words);
    }

    private static IdentityChain verified(Bytes encoded) {
        try {
            return IdentityChain.verify(encoded);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.INPUT_MALFORMED, Map.of("rule", "chain: " + e.getMessage()), e);
        }
    }

    @Override
    public void backup(Path file) {
        SpaceHost host = node.hostOfIdentity();
        write(
                host,
                file,
                BackupLock.byWords(
                        RootBoxes.find(host.personal(), host.identity()),
                        node.seams().random()));
    }

    @Override
    public void backup(Path file, char[] passphrase) {
        SpaceHost host = node.hostOfIdentity();
        write(host, file, host.backups().lock(Optional.of(Arrays.copyOf(passphrase, passphrase.length))));
    }

    private void write(SpaceHost host, Path file, BackupLock lock) {
        IdentityChain newest = RootBoxes.newest(host.personal(), host.identity());
        BackupDesk.replace(file, out -> write(host, out, lock, newest));
    }

    private void write(SpaceHost host, OutputStream out, BackupLock lock, IdentityChain newest) throws IOException {
        long now = node.seams().clock().instant().getEpochSecond();
        IdentityBackup.Writer writer = new IdentityBackup.Writer(out, lock, now, newest);
        for (SpaceEntry entry : host.registry().spaces()) {
            if (!entry.isEnded()) {
                boolean closed = host.find(entry.id()).isEmpty() && !entry.personal();
                write(host.open(entry.id()), entry, now, writer);
                if (closed) {
                    host.close(entry.id());
                }
            }
        }
        writer.end();
    }

    private static void write(OpenSpace space, SpaceEntry entry, long now, IdentityBackup.Writer writer)
            throws IOException {
        try (DatabaseDump dump = space.database().dump()) {
            BackupFile.Preamble preamble = new BackupFile.Preamble(
                    entry.id(),
                    space.access().self(),
                    now,
                    space.access().all(), // after the blocks, so that all are there which the blocks name
                    entry.signals());
            writer.space(
                    new IdentityBackup.Part(
                            preamble,
                            entry.personal(),
                            space.name(),
                            space.access().bundle()),
                    dump);
        }
    }

    @Override
    public Bytes chainOf(SpaceId space, IdentityId member) {
        OpenSpace open = node.hostOfIdentity().open(space);
        return open
                .access()
                .authority()
                .member(member)
                .orElseThrow(() -> new HearthException(ErrorCode.MEMBER_UNKNOWN, Map.of("identity", member.toString())))
                .devices()
                .values()
                .stream()
                .map(device -> device.chain())
                .max(Comparator.comparingInt(IdentityChain::rootChanges))
                .orElseThrow()
                .encoded();
    }

    private GuardianDesk guardians() {
        SpaceHost host = node.hostOfIdentity();
        host.devices(); // an identity, not a provisional one
        return new GuardianDesk(host, host.registry(), node.seams());
    }

    @Override
    public List<ShareParcel> split(int threshold, List<IdentityId> guardians, Duration hold) {
        try (RecoveryPhrase words = words()) {
            return guardians().split(words, threshold, guardians, hold);
        }
    }

    @Override
    public RecoveryShare release(ShareParcel parcel) {
        return guardians().release(parcel);
    }

    @Override
    public List<Request> requests() {
        return guardians().requests();
    }

    @Override
    public void veto(String request) {
        guardians().veto(request);
    }
}
