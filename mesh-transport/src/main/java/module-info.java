/** Peers connect directly: sessions, transports, swarm, signalling. */
@org.jspecify.annotations.NullMarked
module dev.hearth.mesh {
    requires static transitive org.jspecify;
    requires transitive dev.hearth.base;
    requires dev.hearth.halo;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires webrtc.java;

    exports dev.hearth.mesh;
    exports dev.hearth.mesh.signal;
    exports dev.hearth.mesh.spi;
}
