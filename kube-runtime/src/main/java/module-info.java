/** KUBE: hosts app bundles and what running an application takes; the command line. */
@org.jspecify.annotations.NullMarked
module dev.hearth.kube {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires transitive dev.hearth.client;
    requires com.fasterxml.jackson.databind;
    requires com.google.zxing;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires java.management;
    requires java.net.http;
    requires java.sql;
    requires jdk.management;
    requires jdk.unsupported;
    requires org.slf4j;

    exports dev.hearth.kube;

    opens dev.hearth.kube.bench to
            com.fasterxml.jackson.databind,
            dev.hearth.echo;
    opens dev.hearth.kube.internal.node to
            dev.hearth.echo;
    opens dev.hearth.kube.replay to
            dev.hearth.echo;
    opens dev.hearth.kube.cli to
            info.picocli;

    provides com.fasterxml.jackson.databind.Module with
            dev.hearth.kube.internal.json.HearthModule;
    provides dev.hearth.client.spi.KubeProvider with
            dev.hearth.kube.internal.node.ClientKubeProvider;
}
