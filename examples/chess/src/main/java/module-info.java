/** A chess game that two people play offline first: the worked example of a custom data model. */
@org.jspecify.annotations.NullMarked
module dev.hearth.examples.chess {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires transitive dev.hearth.client;
    requires transitive dev.hearth.echo;

    exports dev.hearth.examples.chess;

    opens dev.hearth.examples.chess to
            dev.hearth.echo;
}
