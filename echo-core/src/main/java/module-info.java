/** ECHO: a replicated object database. */
@org.jspecify.annotations.NullMarked
module dev.hearth.echo {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires org.slf4j;
    requires rocksdbjni;

    exports dev.hearth.echo;
    exports dev.hearth.echo.port;
    exports dev.hearth.echo.store;
}
