/** The front door of Hearth: one client per data folder. */
@org.jspecify.annotations.NullMarked
module dev.hearth.client {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires transitive dev.hearth.echo;
    requires transitive dev.hearth.halo;
    requires transitive dev.hearth.mesh;
    requires org.slf4j;

    exports dev.hearth.client;
    exports dev.hearth.client.spi;

    opens dev.hearth.client.internal to
            dev.hearth.echo;

    uses dev.hearth.client.spi.KubeProvider;
}
