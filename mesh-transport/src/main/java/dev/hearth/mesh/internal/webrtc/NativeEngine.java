package dev.hearth.mesh.internal.webrtc;

import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library, and the rules by which alone it is safe (webrtc-java 0.14):
 *
 * <ul>
 *   <li>The factory gets an audio module without a device; its default one ends the JVM where there is no sound server.
 *   <li>All native calls but sending happen on one executor of our own; none happens inside a callback, because closing
 *       a connection there ends the JVM, and work done there holds up every connection.
 *   <li>Nothing is thrown out of a callback ({@link Guarded}).
 *   <li>Buffers are exact: the library sends the whole array behind a buffer, whatever its limits.
 *   <li>Sending is counted and the buffered amount polled: the library never tells when it drains, closes a channel
 *       over 16 MiB, and drops messages over 256 KiB without a word ({@link WebRtcLink}).
 *   <li>The order of the end is: observer, channel, connection, channel's memory; all connections before the factory,
 *       the factory before the audio module.
 *   <li>Session descriptions are bounded before they are parsed ({@link RtcSignal}).
 * </ul>
 *
 * <p>Known and left as it is: version 0.14 keeps about 80 KiB of a closed connection, and about 140 bytes of each
 * message received, until the process ends.
 */
final class NativeEngine {
    private static final Logger log = LoggerFactory.getLogger(NativeEngine.class);
    private static final int CLOSE_SECONDS = 10;

    private final SerialExecutor owner;
    private final HeadlessAudioDeviceModule audio;
    private final PeerConnectionFactory factory;

    /** Loads the library; throws {@link IOException} or {@link LinkageError} when it can't be. */
    NativeEngine(Seams seams) throws IOException {
        List<String> stubs = WebRtcProbe.loadStubs();
        if (!stubs.isEmpty()) {
            log.info("Desktop libraries that data channels never call are missing, and stand-ins loaded: {}", stubs);
        }
        owner = seams.serial("webrtc");
        audio = new HeadlessAudioDeviceModule();
        factory = new PeerConnectionFactory(audio);
    }

    /** Runs {@code call} on the one thread that may talk to the library. */
    void execute(Guarded.Call call) {
        owner.execute(() -> Guarded.run(call));
    }

    /** Makes a connection; on the owner's thread. */
    RTCPeerConnection connection(PeerConnectionObserver observer) {
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        return factory.createPeerConnection(configuration, observer);
    }

    /** Frees the library once what was executed before has run; every connection is closed by then. */
    void close() {
        CountDownLatch done = new CountDownLatch(1);
        owner.execute(() -> {
            Guarded.run(factory::dispose);
            Guarded.run(audio::dispose);
            done.countDown();
        });
        owner.close();
        try {
            if (!owner.isCurrent() && !done.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("WebRTC did not end within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
