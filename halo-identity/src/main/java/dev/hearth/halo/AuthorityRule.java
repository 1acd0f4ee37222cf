package dev.hearth.halo;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.IdentityId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rule that turns credentials into authority.
 *
 * <ol>
 *   <li>A credential is <i>founded</i> when its author, in the state of the credential's own past, was a member whose
 *       role allows the statement.
 *   <li>Founded removals are taken by seniority of their authors: the owner first, then by how many admissions lie
 *       between the owner and the author, then by the ids of those admissions from the owner on. A removal that is
 *       taken voids whatever the removed member said without the removal's author knowing it. A removal that is void by
 *       then is passed over. So of two who remove each other the senior stays, and nobody becomes senior by own doing.
 *   <li>What remains counts where its author's membership does: an admission by a voided admission's member is void
 *       too.
 * </ol>
 *
 * <p>Clocks, hashes that an author could grind and the number of statements decide nothing but ties among equals.
 */
final class AuthorityRule {
    private final CredentialGraph graph;
    private final Map<BitSet, Authority> known = new HashMap<>();

    AuthorityRule(CredentialGraph graph) {
        this.graph = graph;
    }

    /** Returns the authority that the credentials of those numbers, closed under parents, yield. */
    Authority evaluate(BitSet set) {
        Authority found = known.get(set);
        if (found == null) {
            found = new Evaluation(set).run();
            known.put((BitSet) set.clone(), found);
        }
        return found;
    }

    private boolean founded(int number) {
        Credential credential = graph.get(number);
        if (credential.statement() instanceof Statement.Genesis genesis) {
            return number == 0 && genesis.owner().device().equals(credential.author());
        }
        Authority then = evaluate(graph.past(number));
        Optional<IdentityId> author = then.ownerOf(credential.author());
        return author.isPresent()
                && allows(then, then.roleOf(author.get()).orElseThrow(), author.get(), credential.statement());
    }

    private static boolean allows(Authority then, Role role, IdentityId author, Statement statement) {
        if (statement instanceof Statement.Admit it) {
            return role.canAdmit(it.role())
                    && then.roleOf(it.member().identity()).isEmpty();
        } else if (statement instanceof Statement.ChangeRole it) {
            Optional<Role> former = then.roleOf(it.member());
            return former.isPresent() && role.canAdmit(former.get()) && role.canAdmit(it.role());
        } else if (statement instanceof Statement.Remove it) {
            Optional<Role> former = then.roleOf(it.member());
            boolean leaving = it.member().equals(author) && role != Role.OWNER;
            return former.isPresent() && (leaving || role.canAdmit(former.get()));
        } else if (statement instanceof Statement.Epoch it) {
            return role.canWrite() && it.number() == then.epoch() + 1;
        } else if (statement instanceof Statement.KeyGrant it) {
            return role.canAdmit(Role.READER) && then.epochs().containsKey(it.epoch());
        }
        return false;
    }

    /** One evaluation of one set. */
    private final class Evaluation {
        private final BitSet set;
        private final BitSet counts = new BitSet();

        Evaluation(BitSet set) {
            this.set = set;
        }

        Authority run() {
            set.stream().filter(AuthorityRule.this::founded).forEach(counts::set);
            takeRemovals();
            dropUnsupported();
            return state();
        }

        private void takeRemovals() {
            List<Integer> removals = new ArrayList<>();
            counts.stream()
                    .filter(number -> graph.get(number).statement() instanceof Statement.Remove)
                    .forEach(removals::add);
            removals.sort(Comparator.comparing(this::seniority)
                    .thenComparing(number -> graph.get(number).id()));
            for (int removal : removals) {
                if (counts.get(removal)) {
                    voidWhatItsAuthorDidNotKnow(removal);
                }
            }
        }

        private void voidWhatItsAuthorDidNotKnow(int removal) {
            IdentityId removed = ((Statement.Remove) graph.get(removal).statement()).member();
            for (int number = counts.nextSetBit(0); number >= 0; number = counts.nextSetBit(number + 1)) {
                boolean known = number == removal || graph.past(removal).get(number);
                if (!known && removed.equals(authorOf(number)) && !knewOfReadmission(number, removal)) {
                    counts.clear(number);
                }
            }
        }

        /** Whoever was admitted again, with the removal known, speaks again. */
        private boolean knewOfReadmission(int number, int removal) {
            return graph.past(number).get(removal);
        }

        private IdentityId authorOf(int number) {
            DeviceId device = graph.get(number).author();
            Authority then = number == 0 ? null : evaluate(graph.past(number));
            return then == null
                    ? ((Statement.Genesis) graph.get(0).statement()).owner().identity()
                    : then.ownerOf(device).orElseThrow();
        }

        /** The admissions that lead from the owner to a credential's author; empty for the owner. */
        private Seniority seniority(int number) {
            List<CredentialId> path = new ArrayList<>();
            int at = number;
            while (at != 0) {
                int admission = admissionOf(authorOf(at), graph.past(at));
                if (admission != 0) {
                    path.add(0, graph.get(admission).id());
                }
                at = admission;
            }
            return new Seniority(path);
        }

        /** The earliest admission counts, so that being admitted again makes nobody senior. */
        private int admissionOf(IdentityId identity, BitSet past) {
            BitSet admissions = new BitSet();
            past.stream()
                    .filter(number -> identity.equals(admitted(number)))
                    .filter(AuthorityRule.this::founded)
                    .forEach(admissions::set);
            return admissions.stream()
                    .filter(number -> !graph.past(number).intersects(admissions))
                    .boxed()
                    .min(Comparator.comparing(number -> graph.get(number).id()))
                    .orElseThrow();
        }

        private @Nullable IdentityId admitted(int number) {
            Statement statement = graph.get(number).statement();
            if (statement instanceof Statement.Genesis it) {
                return it.owner().identity();
            }
            return statement instanceof Statement.Admit it ? it.member().identity() : null;
        }

        private void dropUnsupported() {
            for (int number = counts.nextSetBit(1); number >= 0; number = counts.nextSetBit(number + 1)) {
                IdentityId author = authorOf(number);
                BitSet support = (BitSet) graph.past(number).clone();
                support.and(counts);
                if (support.stream().noneMatch(each -> author.equals(admitted(each)))) {
                    counts.clear(number);
                }
            }
        }

        private Authority state() {
            Map<IdentityId, Authority.Member> members = new TreeMap<>();
            Map<DeviceId, Cut> cuts = new TreeMap<>();
            Map<Integer, Authority.EpochKey> epochs = new TreeMap<>();
            counts.stream().forEach(number -> {
                IdentityId identity = admitted(number);
                if (identity != null && !removed(identity, number)) {
                    members.merge(identity, member(number), Evaluation::lower);
                }
            });
            counts.stream().forEach(number -> changeRole(number, members));
            counts.stream().forEach(number -> cut(number, members, cuts));
            counts.stream().forEach(number -> epoch(number, epochs));
            counts.stream().forEach(number -> grant(number, epochs));
            return new Authority(members, cuts, epochs);
        }

        private boolean removed(IdentityId identity, int admission) {
            return counts.stream()
                    .anyMatch(number -> graph.get(number).statement() instanceof Statement.Remove it
                            && it.member().equals(identity)
                            && !graph.past(admission).get(number));
        }

        private Authority.Member member(int number) {
            Statement statement = graph.get(number).statement();
            return statement instanceof Statement.Genesis it
                    ? new Authority.Member(it.owner(), Role.OWNER)
                    : new Authority.Member(
                            ((Statement.Admit) statement).member(), ((Statement.Admit) statement).role());
        }

        /** Of concurrent admissions the lower role counts. */
        private static Authority.Member lower(Authority.Member one, Authority.Member other) {
            int order = Integer.compare(one.role().code(), other.role().code());
            order = order != 0
                    ? order
                    : one.chain().encoded().compareTo(other.chain().encoded());
            return order <= 0 ? one : other;
        }

        /** A change counts unless a later one knew it; of concurrent ones the lower role counts. */
        private void changeRole(int number, Map<IdentityId, Authority.Member> members) {
            if (!(graph.get(number).statement() instanceof Statement.ChangeRole change)
                    || !members.containsKey(change.member())) {
                return;
            }
            Role role = change.role();
            for (int each = counts.nextSetBit(0); each >= 0; each = counts.nextSetBit(each + 1)) {
                if (each != number
                        && graph.get(each).statement() instanceof Statement.ChangeRole other
                        && other.member().equals(change.member())) {
                    if (graph.past(each).get(number)) {
                        return;
                    }
                    boolean concurrent = !graph.past(number).get(each);
                    role = concurrent && other.role().code() < role.code() ? other.role() : role;
                }
            }
            IdentityChain chain = members.get(change.member()).chain();
            members.put(change.member(), new Authority.Member(chain, role));
        }

        private void cut(int number, Map<IdentityId, Authority.Member> members, Map<DeviceId, Cut> cuts) {
            if (graph.get(number).statement() instanceof Statement.Remove it && !members.containsKey(it.member())) {
                it.cuts()
                        .forEach((device, cut) ->
                                cuts.merge(device, cut, (one, other) -> one.seq() >= other.seq() ? one : other));
            }
        }

        /** Of concurrent keys of one number the one with the smaller id is the epoch's. */
        private void epoch(int number, Map<Integer, Authority.EpochKey> epochs) {
            if (graph.get(number).statement() instanceof Statement.Epoch it) {
                CredentialId id = graph.get(number).id();
                Authority.EpochKey key = new Authority.EpochKey(id, it, it.wraps());
                epochs.merge(it.number(), key, (one, other) -> one.id().compareTo(other.id()) <= 0 ? one : other);
            }
        }

        private void grant(int number, Map<Integer, Authority.EpochKey> epochs) {
            if (graph.get(number).statement() instanceof Statement.KeyGrant it) {
                epochs.computeIfPresent(it.epoch(), (epoch, key) -> {
                    Map<DeviceId, Bytes> wraps = new TreeMap<>(key.wraps());
                    wraps.putIfAbsent(it.device(), it.wrap());
                    return new Authority.EpochKey(key.id(), key.statement(), wraps);
                });
            }
        }
    }

    /** Fewer admissions first, then the smaller ids; the path is fixed once its author is admitted. */
    private record Seniority(List<CredentialId> path) implements Comparable<Seniority> {
        @Override
        public int compareTo(Seniority that) {
            int order = Integer.compare(path.size(), that.path.size());
            for (int i = 0; order == 0 && i < path.size(); i++) {
                order = path.get(i).compareTo(that.path.get(i));
            }
            return order;
        }
    }
}
