package dev.hearth.echo;

import dev.hearth.base.Bytes;
import dev.hearth.base.CredentialId;
import dev.hearth.base.DeviceId;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.Hash;
import dev.hearth.base.HearthException;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.port.Admission;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.port.Newcomers;
import dev.hearth.echo.port.Sealed;
import dev.hearth.echo.port.SpaceGuard;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A space whose rules are as simple as they can be: a credential is the id of a device that may write; a signature is a
 * MAC under a key that all know; there is one key for content.
 */
final class TestSpace {
    /** A credential that is about nobody. */
    static final Bytes NEWS = Bytes.of(new byte[DeviceId.SIZE]);

    private final byte[] secret = new byte[32];
    private final SpaceId id;

    TestSpace(long seed) {
        new Random(seed).nextBytes(secret);
        id = new SpaceId(sha256(Bytes.of(secret)));
    }

    SpaceId id() {
        return id;
    }

    static DeviceId device(int number) {
        return new DeviceId(sha256(Bytes.of((byte) number, (byte) (number >> 8))));
    }

    /** Returns what one device knows of the space; it is told of the writers with {@link Member#admit}. */
    Member member(DeviceId device) {
        return new Member(device);
    }

    static Bytes sha256(Bytes bytes) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Bytes mac(DeviceId author, Bytes head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(author.value().toArray());
            return Bytes.of(mac.doFinal(head.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] cipher(int mode, byte[] nonce, Bytes aad, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, 0, 16, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(aad.toArray());
        return cipher.doFinal(data);
    }

    /** One device's view. */
    final class Member implements SpaceGuard, CredentialExchange {
        private final DeviceId device;
        private final Map<CredentialId, Bytes> credentials = new TreeMap<>();
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private boolean holdsKey = true;
        private boolean obeys = true;
        private boolean relay;
        private long written;
        private Newcomers newcomers = Newcomers.NONE;
        private int epoch = 1;

        private Member(DeviceId device) {
            this.device = device;
        }

        Member admit(DeviceId writer) {
            take(writer.value());
            return this;
        }

        /** Writes whether it may or not. */
        Member disobeying() {
            obeys = false;
            return this;
        }

        /** Remembers how many blocks its device wrote. */
        void wrote(long blocks) {
            written = blocks;
        }

        @Override
        public long written() {
            return written;
        }

        void holdsKey(boolean held) {
            holdsKey = held;
            listeners.forEach(Runnable::run);
        }

        /** Is a relay's device, which has no key, or is one no more and has been given it. */
        void relay(boolean is) {
            relay = is;
            holdsKey(!is);
        }

        @Override
        public boolean mayRead(DeviceId reader) {
            return !(relay && reader.equals(device));
        }

        /** Writes under a later key from now on. */
        void nextKey() {
            epoch++;
        }

        /** Knows who was admitted without the history, and opens nothing from before if it is one of them. */
        void newcomers(Newcomers told) {
            newcomers = told;
            listeners.forEach(Runnable::run);
        }

        @Override
        public Newcomers newcomers() {
            return newcomers;
        }

        @Override
        public SpaceId space() {
            return id;
        }

        @Override
        public DeviceId self() {
            return device;
        }

        @Override
        public boolean mayWrite() {
            return !obeys || (!relay && credentials.containsValue(device.value()) && cutOf(device) == Long.MAX_VALUE);
        }

        @Override
        public List<CredentialId> authorityHeads() {
            return credentials.keySet().stream().limit(32).toList();
        }

        @Override
        public Sealed seal(Bytes aad, byte[] plaintext) {
            if (!holdsKey) {
                throw new HearthException(ErrorCode.NOT_PERMITTED);
            }
            try {
                byte[] nonce = Arrays.copyOf(sha256(aad).toArray(), 12);
                return new Sealed(epoch, cipher(Cipher.ENCRYPT_MODE, nonce, aad, plaintext));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Optional<byte[]> open(DeviceId author, int epoch, Bytes aad, byte[] ciphertext)
                throws MalformedException {
            if (!holdsKey || epoch < newcomers.readsFrom(device)) {
                return Optional.empty();
            }
            try {
                byte[] nonce = Arrays.copyOf(sha256(aad).toArray(), 12);
                return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, aad, ciphertext));
            } catch (GeneralSecurityException e) {
                throw new MalformedException("Does not decrypt", e);
            }
        }

        @Override
        public Sealed sealShared(Bytes aad, byte[] plaintext) {
            if (!holdsKey) {
                throw new HearthException(ErrorCode.NOT_PERMITTED);
            }
            try {
                byte[] siv = Arrays.copyOf(
                        sha256(Bytes.concat(Bytes.of(secret), aad, Bytes.of(plaintext)))
                                .toArray(),
                        12);
                byte[] sealed = cipher(Cipher.ENCRYPT_MODE, siv, aad, plaintext);
                byte[] both = Arrays.copyOf(siv, 12 + sealed.length);
                System.arraycopy(sealed, 0, both, 12, sealed.length);
                return new Sealed(epoch, both);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Optional<byte[]> openShared(int epoch, Bytes aad, byte[] ciphertext) throws MalformedException {
            if (!holdsKey || epoch < newcomers.readsFrom(device)) {
                return Optional.empty();
            }
            if (ciphertext.length < 12) {
                throw new MalformedException("Ciphertext is cut");
            }
            try {
                byte[] siv = Arrays.copyOf(ciphertext, 12);
                return Optional.of(
                        cipher(Cipher.DECRYPT_MODE, siv, aad, Arrays.copyOfRange(ciphertext, 12, ciphertext.length)));
            } catch (GeneralSecurityException e) {
                throw new MalformedException("Does not decrypt", e);
            }
        }

        @Override
        public Bytes sign(Bytes head) {
            return mac(device, head);
        }

        @Override
        public boolean verify(DeviceId author, Bytes head, Bytes signature) {
            return mac(author, head).equals(signature);
        }

        @Override
        public Map<DeviceId, Long> writers() {
            Map<DeviceId, Long> writers = new HashMap<>();
            credentials.values().stream()
                    .filter(each -> !each.equals(NEWS))
                    .forEach(each -> writers.merge(device(each), Long.MAX_VALUE, Math::max));
            writers.replaceAll((writer, all) -> cutOf(writer));
            return writers;
        }

        private static DeviceId device(Bytes credential) {
            return new DeviceId(credential.slice(0, DeviceId.SIZE));
        }

        /** The farthest one that any removal states. */
        private long cutOf(DeviceId writer) {
            return credentials.values().stream()
                    .filter(each -> each.size() > DeviceId.SIZE && device(each).equals(writer))
                    .mapToLong(each -> ByteBuffer.wrap(each.toArray()).getLong(DeviceId.SIZE))
                    .max()
                    .orElse(Long.MAX_VALUE);
        }

        /** Removes a device, of whose feed all counts up to a block; who says so again may count more. */
        void cut(DeviceId removed, long last) {
            take(Bytes.concat(
                    removed.value(),
                    Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(last).array())));
        }

        @Override
        public boolean knowsCut(DeviceId removed, List<CredentialId> authority) {
            return authority.stream()
                    .map(credentials::get)
                    .anyMatch(each -> each != null && isRemovalOf(removed, each));
        }

        private static boolean isRemovalOf(DeviceId removed, Bytes credential) {
            return credential.size() > DeviceId.SIZE && device(credential).equals(removed);
        }

        @Override
        public Admission admission(DeviceId author, long seq, Hash block, List<CredentialId> authority) {
            if (!credentials.keySet().containsAll(authority)) {
                return Admission.waiting("credentials are missing");
            }
            boolean may = authority.stream().anyMatch(each -> author.value().equals(credentials.get(each)));
            if (!may || knowsCut(author, authority)) {
                return Admission.refused("the author may not write");
            }
            return seq > cutOf(author) ? Admission.withheld("beyond the cut of a removal") : Admission.ACCEPTED;
        }

        @Override
        public List<CredentialId> ids() {
            return List.copyOf(credentials.keySet());
        }

        @Override
        public List<Bytes> missing(Set<CredentialId> known) {
            List<Bytes> missing = new ArrayList<>();
            credentials.forEach((credential, bytes) -> {
                if (!known.contains(credential)) {
                    missing.add(bytes);
                }
            });
            return missing;
        }

        @Override
        public boolean offer(List<Bytes> offered) {
            return offered.stream().allMatch(this::take);
        }

        private boolean take(Bytes credential) {
            if (credential.size() != DeviceId.SIZE && credential.size() != DeviceId.SIZE + Long.BYTES) {
                return false;
            }
            if (credentials.putIfAbsent(new CredentialId(sha256(credential)), credential) == null) {
                listeners.forEach(Runnable::run);
            }
            return true;
        }

        @Override
        public Subscription onChange(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
