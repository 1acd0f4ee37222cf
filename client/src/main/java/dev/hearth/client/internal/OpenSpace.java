package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import dev.hearth.client.SpaceStatus;
import dev.hearth.echo.EchoDatabase;
import dev.hearth.echo.store.Store;
import dev.hearth.halo.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A space while its client is open: database, credentials and swarm under one handle. */
final class OpenSpace extends ForwardingDatabase implements Space {
    private final SpaceAccess access;
    private final SpaceSwarm swarm;
    private final InvitationDesk desk;
    private final Store store;
    private final BackupDesk backups;
    private volatile boolean closed;

    OpenSpace(
            EchoDatabase database,
            SpaceAccess access,
            SpaceSwarm swarm,
            InvitationDesk desk,
            Store store,
            BackupDesk backups) {
        super(database);
        this.backups = backups;
        this.access = access;
        this.swarm = swarm;
        this.desk = desk;
        this.store = store;
    }

    SpaceAccess access() {
        return access;
    }

    SpaceSwarm swarm() {
        return swarm;
    }

    @Override
    public String name() {
        return query(SpaceProperties.class)
                .first()
                .map(properties -> properties.value().name())
                .orElseGet(() -> id().brief());
    }

    @Override
    public List<Member> members() {
        return access.authority().members().values().stream()
                .map(member ->
                        new Member(member.chain().identity(), member.chain().name(), member.role()))
                .toList();
    }

    @Override
    public Optional<Role> role() {
        return access.authority().ownerOf(access.self()).flatMap(access.authority()::roleOf);
    }

    @Override
    public Invitation invite(InvitationOptions options) {
        if (role().filter(role -> role.canAdmit(options.role())).isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED);
        }
        if (status().unconfirmed()) {
            throw new HearthException(ErrorCode.SPACE_UNCONFIRMED);
        }
        return desk.invite(this, options);
    }

    @Override
    public void backup(Path file) {
        backups.write(database(), access, file, Optional.empty());
    }

    @Override
    public void backup(Path file, char[] passphrase) {
        backups.write(database(), access, file, Optional.of(passphrase.clone()));
    }

    @Override
    public void confirmOnlyCopy() {
        database().confirmOnlyCopy();
    }

    /** Returns whether a backup may take its place: it is closed, or nothing is written to it. */
    boolean isVacant() {
        return closed || status().unconfirmed();
    }

    @Override
    public SpaceStatus spaceStatus() {
        return new SpaceStatus(id(), status(), swarm.peers());
    }

    /** Ends swarm, database and store, in this order. Safe to call twice. */
    @Override
    public void close() {
        closed = true;
        new Closing()
                .then(swarm::close)
                .then(() -> database().close())
                .then(store::close)
                .run();
    }
}
