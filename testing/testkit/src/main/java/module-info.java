/** Helpers that tests of every module share. */
@org.jspecify.annotations.NullMarked
module dev.hearth.testkit {
    requires transitive dev.hearth.base;
    requires jdk.management;
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.opentest4j;

    exports dev.hearth.testkit;
    exports dev.hearth.testkit.fuzz;
}
