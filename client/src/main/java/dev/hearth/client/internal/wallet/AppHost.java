package dev.hearth.client.internal.wallet;

import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.SpaceId;
import dev.hearth.client.wallet.AppScope;
import dev.hearth.halo.LocalIdentity;
import java.net.URI;
import java.util.List;

/** The client of an application that has its identity of a wallet. */
public interface AppHost {
    /** Returns the device: that of the identity, or before one was granted that of this installation alone. */
    LocalIdentity device();

    /** Makes the device one of the identity that says so. */
    LocalIdentity enter(Bytes enrolment) throws MalformedException;

    /** Remembers what was granted. */
    void granted(AppScope scope);

    /** Takes credentials of a space that was granted, and opens the space if it is new; refuses those of others. */
    void take(SpaceId space, List<Bytes> credentials, List<URI> signals) throws MalformedException;

    /** Ends the access for good: closes the spaces. */
    void end();

    /** Returns whether the access has ended, by the wallet's word or because its time is over. */
    boolean isEnded();
}
