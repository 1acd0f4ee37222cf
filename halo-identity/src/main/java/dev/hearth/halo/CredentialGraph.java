package dev.hearth.halo;

import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The credentials of a space by what their authors knew: each is numbered as it came, after its parents, and its past
 * is the set of numbers that it builds on. Grows only; not thread-safe.
 */
final class CredentialGraph {
    private final List<Credential> credentials = new ArrayList<>();
    private final List<BitSet> pasts = new ArrayList<>();
    private final Map<CredentialId, Integer> numbers = new HashMap<>();
    private final List<Integer> seqs = new ArrayList<>();
    private final Map<DeviceId, List<Integer>> byAuthor = new HashMap<>();
    private final TreeSet<CredentialId> heads = new TreeSet<>();

    boolean contains(CredentialId id) {
        return numbers.containsKey(id);
    }

    int size() {
        return credentials.size();
    }

    Credential get(int number) {
        return credentials.get(number);
    }

    List<Credential> all() {
        return credentials;
    }

    List<CredentialId> heads() {
        return List.copyOf(heads);
    }

    /** Adds a credential whose parents are all here. */
    void add(Credential credential) {
        BitSet past = past(credential.parents());
        numbers.put(credential.id(), credentials.size());
        credentials.add(credential);
        pasts.add(past);
        addToItsAuthors(credential, past);
        credential.parents().forEach(heads::remove);
        heads.add(credential.id());
    }

    /** Takes the credential that was added last out again. */
    void removeLast() {
        int last = credentials.size() - 1;
        Credential credential = credentials.remove(last);
        pasts.remove(last);
        numbers.remove(credential.id());
        seqs.remove(last);
        List<Integer> own = Objects.requireNonNull(byAuthor.get(credential.author()));
        own.remove(own.size() - 1);
        heads.remove(credential.id());
        for (CredentialId parent : credential.parents()) {
            int number = Objects.requireNonNull(numbers.get(parent));
            if (pasts.stream().noneMatch(past -> past.get(number))) {
                heads.add(parent);
            }
        }
    }

    /** Returns how many credentials of a device there are. */
    int count(DeviceId author) {
        return byAuthor.getOrDefault(author, List.of()).size();
    }

    private void addToItsAuthors(Credential credential, BitSet past) {
        List<Integer> own = byAuthor.computeIfAbsent(credential.author(), device -> new ArrayList<>());
        int seq = 0;
        for (int at = own.size() - 1; at >= 0 && seq == 0; at--) {
            seq = past.get(own.get(at)) ? seqs.get(own.get(at)) + 1 : 0;
        }
        seqs.add(seq);
        own.add(seqs.size() - 1);
    }

    /** Returns how many credentials of its author that one builds on; of an author that says two things, any. */
    int seq(int number) {
        return seqs.get(number);
    }

    /** Returns the numbers of all credentials that {@code ids}, which are here, name or build on. */
    BitSet past(Collection<CredentialId> ids) {
        BitSet past = new BitSet(credentials.size());
        for (CredentialId id : ids) {
            int number = Objects.requireNonNull(numbers.get(id));
            past.or(pasts.get(number));
            past.set(number);
        }
        return past;
    }

    /** Returns what the credential of that number builds on, itself excluded. */
    BitSet past(int number) {
        return pasts.get(number);
    }
}
