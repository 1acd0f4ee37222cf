package dev.hearth.halo;

import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether an author had the right to a statement, by what the author knew. */
final class Founding {
    /** Devices that a member may have in a space at a time. */
    private static final int MAX_DEVICES = 64;

    private final CredentialGraph graph;
    private final Evaluation then;

    /** Decides by {@code then}, the evaluation of the credential's past. */
    Founding(CredentialGraph graph, Evaluation then) {
        this.graph = graph;
        this.then = then;
    }

    static Standing ofGenesis(Credential credential) {
        if (credential.statement() instanceof Statement.Genesis it
                && it.owner().device().equals(credential.author())) {
            IdentityId owner = it.owner().identity();
            Grant grant = Grant.admission(0, Role.OWNER, it.owner());
            return new Standing(Optional.of(owner), true, List.of(grant), Optional.empty(), Set.of());
        }
        return Standing.NONE;
    }

    Standing of(int number) {
        Credential credential = graph.get(number);
        Statement statement = credential.statement();
        IdentityId speaker = null;
        Role role = Role.RELAY;
        for (IdentityId each : then.speakers(credential.author())) {
            Role own = then.member(each).orElseThrow().roleOf(credential.author());
            if (allows(own, each, credential) && (speaker == null || own.code() > role.code())) {
                speaker = each;
                role = own;
            }
        }
        if (speaker == null && statement instanceof Statement.AdmitDevice it && comesByRoot(credential, it)) {
            speaker = it.device().identity();
        }
        if (speaker == null) {
            return Standing.NONE;
        }
        Set<IdentityId> electors =
                statement instanceof Statement.Remove it ? then.adminsOfTheOwner(it.member()) : Set.of();
        return new Standing(
                Optional.of(speaker),
                role == Role.OWNER,
                grants(number, credential, speaker),
                Optional.ofNullable(revocation(statement)),
                electors);
    }

    private boolean allows(Role role, IdentityId author, Credential credential) {
        Statement statement = credential.statement();
        if (then.isDeleted()) {
            return false;
        } else if (statement instanceof Statement.Delete) {
            return role == Role.OWNER;
        } else if (statement instanceof Statement.Admit it) {
            return role.canAdmit(it.role())
                    && then.member(it.member().identity()).isEmpty()
                    && then.depth(author) < Seniority.Path.MAX_DEPTH;
        } else if (statement instanceof Statement.ChangeRole it) {
            Optional<Role> former = then.member(it.member()).map(Authority.Member::role);
            return former.isPresent() && role.canAdmit(former.get()) && role.canAdmit(it.role());
        } else if (statement instanceof Statement.Remove it) {
            return mayRemove(role, author, credential.author(), it.member());
        } else if (statement instanceof Statement.AcceptLate it) {
            boolean own = it.member().equals(author) && isPersons(author, credential.author());
            return (role.canAdmit(Role.READER) || own) && then.isCut(it.member());
        } else if (statement instanceof Statement.Transfer it) {
            Optional<Authority.Member> next = then.member(it.member().identity());
            return role == Role.OWNER
                    && next.isPresent()
                    && next.get().role() != Role.OWNER
                    && next.get().chain().equals(it.member());
        } else if (statement instanceof Statement.Epoch it) {
            boolean leadsBack = !it.previous().isEmpty();
            return role.canWrite() && it.number() == then.epoch() + 1 && !(leadsBack && then.isSinceJoin());
        } else if (statement instanceof Statement.KeyGrant it) {
            return (role.canAdmit(Role.READER) || (role.canRead() && isOwnDevice(author, it.device())))
                    && it.epoch() <= then.epoch();
        } else if (statement instanceof Statement.Invite it) {
            return role.canAdmit(it.terms().role());
        } else if (statement instanceof Statement.CancelInvite) {
            return role.canAdmit(Role.READER);
        } else if (statement instanceof Statement.SwarmGrant it) {
            return role.canAdmit(Role.READER) || isOwnDevice(author, it.device());
        } else if (statement instanceof Statement.Start it) {
            // who says it must be one whose own blocks hold up what is dropped, or the version would protect nothing
            return (role.canAdmit(Role.READER) || (role.canWrite() && isOwnDevice(author, it.device())))
                    && then.isStarted(author, credential.author())
                    && !then.speakers(it.device()).isEmpty();
        } else if (statement instanceof Statement.AdmitDevice it) {
            return it.device().identity().equals(author)
                    ? isPersons(author, credential.author())
                            && then.devicesTo(author, credential.author()) < IdentityChain.MAX_DEVICES.max()
                            && mayBecomeDevice(author, it)
                    : role.canAdmit(Role.READER) && mayComeByRoot(it);
        } else if (statement instanceof Statement.RevokeDevice it) {
            return it.member().equals(author)
                    && isOwnDevice(author, it.device())
                    && (isPersons(author, credential.author()) || it.device().equals(credential.author()));
        } else if (statement instanceof Statement.Profile it) {
            return it.member().equals(author)
                    && isPersons(author, credential.author())
                    && then.names().allow(credential.author(), it);
        }
        return false;
    }

    private boolean isOwnDevice(IdentityId identity, DeviceId device) {
        return then.member(identity).filter(it -> it.has(device)).isPresent();
    }

    /** Whether a device speaks for the whole person, and not for one application of it. */
    private boolean isPersons(IdentityId identity, DeviceId device) {
        return then.member(identity).orElseThrow().capOf(device) == Role.OWNER;
    }

    /** Who admits members has no limit, so that a limit is that of a writer at most. */
    private boolean mayBecomeDevice(IdentityId identity, Statement.AdmitDevice it) {
        DeviceId device = it.device().device();
        return it.cap() != Role.ADMIN
                && !then.isSomebodys(device)
                && !then.isRevoked(identity, device)
                && then.member(identity).orElseThrow().devices().size() < MAX_DEVICES;
    }

    /** A device lets itself in by the root key's word. */
    private boolean comesByRoot(Credential credential, Statement.AdmitDevice it) {
        return it.device().device().equals(credential.author()) && !then.isDeleted() && mayComeByRoot(it);
    }

    /** The root key's word is enough for a device that nobody has spoken of, unless the key was changed since. */
    private boolean mayComeByRoot(Statement.AdmitDevice it) {
        IdentityId identity = it.device().identity();
        return it.device().isByRoot()
                && it.cap() == Role.OWNER
                && !then.isClaimed(it.device().device())
                && then.member(identity).isPresent()
                && it.device().rootChanges() >= then.rootChanges(identity)
                && mayBecomeDevice(identity, it);
    }

    /** Who is removed already can be removed once more: so admins agree on a removal, and widen its cuts. */
    private boolean mayRemove(Role role, IdentityId author, DeviceId device, IdentityId member) {
        Optional<Role> former = then.member(member).map(Authority.Member::role);
        if (former.isEmpty()) {
            return then.isRemoved(member) && role.canAdmit(Role.READER);
        }
        boolean leaves = member.equals(author) && role != Role.OWNER && isPersons(author, device);
        return leaves || role.canAdmit(former.get());
    }

    private List<Grant> grants(int number, Credential credential, IdentityId speaker) {
        Statement statement = credential.statement();
        if (statement instanceof Statement.Admit it) {
            return List.of(Grant.admission(number, it.role(), it.member()));
        } else if (statement instanceof Statement.ChangeRole it) {
            return List.of(Grant.role(number, it.member(), it.role()));
        } else if (statement instanceof Statement.Transfer it) {
            return List.of(Grant.admission(number, Role.OWNER, it.member()), Grant.role(number, speaker, Role.ADMIN));
        } else if (statement instanceof Statement.AdmitDevice it) {
            boolean bySibling = isOwnDevice(it.device().identity(), credential.author());
            return List.of(Grant.device(number, it.cap(), it.device(), !bySibling));
        }
        return List.of();
    }

    private @Nullable Revocation revocation(Statement statement) {
        if (statement instanceof Statement.Remove it) {
            return Revocation.of(it.member(), Revocation.NOTHING);
        } else if (statement instanceof Statement.RevokeDevice it) {
            return Revocation.of(it.member(), it.device());
        } else if (statement instanceof Statement.ChangeRole it
                && it.role().code()
                        < then.member(it.member()).orElseThrow().role().code()) {
            return Revocation.of(it.member(), it.role().code());
        }
        return null;
    }
}
