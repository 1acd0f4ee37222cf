/** The front door of Hearth: one client per data folder. */
@org.jspecify.annotations.NullMarked
module dev.hearth.client {
    requires static transitive org.jspecify;
    requires static org.freedesktop.dbus;
    requires transitive dev.hearth.base;
    requires transitive dev.hearth.echo;
    requires transitive dev.hearth.halo;
    requires transitive dev.hearth.mesh;
    requires static java.desktop;
    requires jdk.net;
    requires org.slf4j;

    exports dev.hearth.client;
    exports dev.hearth.client.spi;
    exports dev.hearth.client.wallet;

    opens dev.hearth.client.internal to
            dev.hearth.echo;
    opens dev.hearth.client.internal.keyring to
            org.freedesktop.dbus;

    uses dev.hearth.client.spi.KubeProvider;

    provides dev.hearth.halo.spi.Keyring with
            dev.hearth.client.internal.keyring.SecretServiceKeyring;
}
