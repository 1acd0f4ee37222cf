package dev.hearth.halo;

import dev.hearth.base.IdentityId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether an author had the right to a statement, by what the author knew. */
final class Founding {
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
            Grant grant = new Grant(0, owner, Role.OWNER, it.owner());
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
            Role own = then.member(each).orElseThrow().role();
            if (allows(own, each, credential) && (speaker == null || own.code() > role.code())) {
                speaker = each;
                role = own;
            }
        }
        if (speaker == null) {
            return Standing.NONE;
        }
        Set<IdentityId> electors =
                statement instanceof Statement.Remove it ? then.adminsOfTheOwner(it.member()) : Set.of();
        return new Standing(
                Optional.of(speaker),
                role == Role.OWNER,
                grants(number, statement, speaker),
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
            return mayRemove(role, author, it.member());
        } else if (statement instanceof Statement.AcceptLate it) {
            return role.canAdmit(Role.READER) && then.isRemoved(it.member());
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
            return role.canAdmit(Role.READER) && it.epoch() <= then.epoch();
        } else if (statement instanceof Statement.SwarmGrant) {
            return role.canAdmit(Role.READER);
        } else if (statement instanceof Statement.Start it) {
            // who says it must be one whose own blocks hold up what is dropped, or the version would protect nothing
            return role.canAdmit(Role.READER)
                    && then.isStarted(author, credential.author())
                    && !then.speakers(it.device()).isEmpty();
        }
        return false;
    }

    /** Who is removed already can be removed once more: so admins agree on a removal, and widen its cuts. */
    private boolean mayRemove(Role role, IdentityId author, IdentityId member) {
        Optional<Role> former = then.member(member).map(Authority.Member::role);
        if (former.isEmpty()) {
            return then.isRemoved(member) && role.canAdmit(Role.READER);
        }
        boolean leaves = member.equals(author) && role != Role.OWNER;
        return leaves || role.canAdmit(former.get());
    }

    private static List<Grant> grants(int number, Statement statement, IdentityId speaker) {
        if (statement instanceof Statement.Admit it) {
            return List.of(new Grant(number, it.member().identity(), it.role(), it.member()));
        } else if (statement instanceof Statement.ChangeRole it) {
            return List.of(new Grant(number, it.member(), it.role(), null));
        } else if (statement instanceof Statement.Transfer it) {
            return List.of(
                    new Grant(number, it.member().identity(), Role.OWNER, it.member()),
                    new Grant(number, speaker, Role.ADMIN, null));
        }
        return List.of();
    }

    private @Nullable Revocation revocation(Statement statement) {
        if (statement instanceof Statement.Remove it) {
            return new Revocation(it.member(), Revocation.NOTHING);
        } else if (statement instanceof Statement.ChangeRole it
                && it.role().code()
                        < then.member(it.member()).orElseThrow().role().code()) {
            return new Revocation(it.member(), it.role().code());
        }
        return null;
    }
}
