package dev.hearth.client.internal;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import dev.hearth.base.IdentityId;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.client.Credentials;
import dev.hearth.client.Member;
import dev.hearth.client.Space;
import dev.hearth.client.Spaces;
import dev.hearth.echo.Result;
import dev.hearth.halo.LocalIdentity;
import dev.hearth.halo.Role;
import dev.hearth.halo.exchange.CredentialDraft;
import dev.hearth.halo.exchange.CredentialIssuer;
import dev.hearth.halo.exchange.CredentialVerifier;
import dev.hearth.halo.exchange.DidKey;
import dev.hearth.halo.exchange.HeldCredential;
import dev.hearth.halo.exchange.PresentationRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Credentials for exchange, of the identity and the spaces of a client. Thread-safe. */
final class CredentialDesk implements Credentials {
    private final Supplier<LocalIdentity> self;
    private final Spaces spaces;
    private final Seams seams;

    CredentialDesk(Supplier<LocalIdentity> self, Spaces spaces, Seams seams) {
        this.self = self;
        this.spaces = spaces;
        this.seams = seams;
    }

    private CredentialIssuer issuer() {
        return new CredentialIssuer(self.get(), seams.clock(), seams.random());
    }

    @Override
    public DidKey key() {
        return issuer().key();
    }

    @Override
    public HeldCredential device(Duration validity) {
        return issuer().device(validity);
    }

    @Override
    public HeldCredential membership(SpaceId id, IdentityId member, Duration validity) {
        CredentialIssuer issuer = issuer();
        Space space = spaces.get(id);
        if (space.role().filter(own -> own.canAdmit(Role.READER)).isEmpty()) {
            throw new HearthException(ErrorCode.NOT_PERMITTED, Map.of("needs", "owner or admin"));
        }
        Role role = space.members().stream()
                .filter(each -> each.id().equals(member))
                .map(Member::role)
                .findFirst()
                .orElseThrow(
                        () -> new HearthException(ErrorCode.MEMBER_UNKNOWN, Map.of("identity", member.toString())));
        return issuer.membership(id, member, role, validity);
    }

    @Override
    public HeldCredential issue(CredentialDraft draft) {
        return issuer().issue(draft);
    }

    @Override
    public CredentialVerifier verifier() {
        return new CredentialVerifier(seams.clock());
    }

    @Override
    public HeldCredential keep(String text) {
        Space personal = spaces.personal();
        verifier().credential(text).orThrow();
        HeldCredential held = parsed(text);
        String canonical = held.toString();
        long now = seams.clock().millis();
        personal.transact(() -> {
            boolean known = personal.query(KeptCredential.class).list().stream()
                    .anyMatch(each -> each.value().text().equals(canonical));
            if (!known) {
                personal.put(new KeptCredential(canonical, now));
            }
        });
        return held;
    }

    private static HeldCredential parsed(String text) {
        try {
            return HeldCredential.parse(text);
        } catch (MalformedException e) {
            throw new HearthException(ErrorCode.STORAGE_CORRUPT, Map.of("rule", "a kept credential"), e);
        }
    }

    @Override
    public List<HeldCredential> kept() {
        return spaces.personal().query(KeptCredential.class).list().stream()
                .map(Result::value)
                .sorted(Comparator.comparingLong(KeptCredential::kept))
                .map(each -> parsed(each.text()))
                .toList();
    }

    @Override
    public PresentationRequest request(String verifier) {
        return PresentationRequest.fresh(verifier, seams.random());
    }

    @Override
    public String present(PresentationRequest request, List<HeldCredential> credentials) {
        return issuer().present(credentials, request).canonical();
    }
}
