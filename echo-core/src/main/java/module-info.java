/** ECHO: a replicated object database. */
@SuppressWarnings("module") // the qualified export names a module that is built later
@org.jspecify.annotations.NullMarked
module dev.hearth.echo {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires org.slf4j;
    requires rocksdbjni;

    exports dev.hearth.echo;
    exports dev.hearth.echo.port;
    exports dev.hearth.echo.store;
    exports dev.hearth.echo.crdt to
            dev.hearth.kube;
}
