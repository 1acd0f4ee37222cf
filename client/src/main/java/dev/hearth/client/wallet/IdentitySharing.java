package dev.hearth.client.wallet;

import java.util.Optional;

/**
 * How an application has an identity in common with the others of this machine.
 *
 * @param request what it asks of another application that is the wallet, and where the wallet's socket is
 * @param prompt asks the user where this one is the wallet
 * @param name what an identity is called that is created where there is none and no wallet runs; without a name none is
 *     created
 */
public record IdentitySharing(WalletRequest request, ConsentPrompt prompt, Optional<String> name) {
    /** Creates no identity. */
    public static IdentitySharing of(WalletRequest request, ConsentPrompt prompt) {
        return new IdentitySharing(request, prompt, Optional.empty());
    }

    /** Returns this with an identity to create where the data folder is empty and no wallet runs. */
    public IdentitySharing creating(String identity) {
        return new IdentitySharing(request, prompt, Optional.of(identity));
    }
}
