/** Identity without an authority: crypto suite, keychain, credentials, authority, space keys, invitations. */
@SuppressWarnings("module") // the qualified export names modules that are built later
@org.jspecify.annotations.NullMarked
module dev.hearth.halo {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires org.bouncycastle.provider;

    exports dev.hearth.halo;
    exports dev.hearth.halo.exchange;
    exports dev.hearth.halo.spi;
    exports dev.hearth.halo.crypto to
            dev.hearth.mesh,
            dev.hearth.client,
            dev.hearth.kube;

    uses dev.hearth.halo.spi.Keyring;
}
