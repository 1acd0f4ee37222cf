package dev.hearth.mesh.internal.webrtc;

import dev.hearth.base.ByteWriter;
import dev.hearth.base.Bytes;
import dev.hearth.base.MalformedException;
import dev.hearth.base.Seams;
import dev.hearth.base.Subscription;
import dev.hearth.mesh.spi.DialHandler;
import dev.hearth.mesh.spi.Link;
import dev.hearth.mesh.spi.Rendezvous;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its first signal to its end. Both sides make the same pre-negotiated channel, so there is nothing
 * to race about. Confined to the engine's thread, but for the callbacks, which only hand on.
 */
final class RtcAttempt implements WebRtcLink.Connection, PeerConnectionObserver, RTCDataChannelObserver {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_CANDIDATES = 64;
    private static final Pattern FINGERPRINT = Pattern.compile("a=fingerprint:sha-256 ([0-9A-Fa-f:]{95})");

    private final NativeEngine engine;
    private final Seams seams;
    private final Rendezvous rendezvous;
    private final DialHandler handler;
    private final Consumer<RtcAttempt> whenClosed;
    private final boolean dials;
    private final Subscription timer;
    private final List<RTCIceCandidate> candidates = new ArrayList<>();
    private @Nullable RTCPeerConnection connection;
    private @Nullable RTCDataChannel channel;
    private volatile @Nullable WebRtcLink link;
    private boolean described;
    private boolean closed;

    RtcAttempt(
            NativeEngine engine,
            Seams seams,
            Rendezvous rendezvous,
            DialHandler handler,
            boolean dials,
            Consumer<RtcAttempt> whenClosed) {
        this.engine = engine;
        this.seams = seams;
        this.rendezvous = rendezvous;
        this.handler = handler;
        this.dials = dials;
        this.whenClosed = whenClosed;
        this.timer = seams.scheduler().after(LIMIT, () -> giveUp("No connection came about in 10 seconds"));
    }

    void start() {
        engine.execute(() -> {
            RTCPeerConnection made = engine.connection(this);
            connection = made;
            RTCDataChannelInit options = new RTCDataChannelInit();
            options.negotiated = true;
            options.id = 0;
            RTCDataChannel opened = made.createDataChannel("hearth", options);
            channel = opened;
            opened.registerObserver(this);
            rendezvous.onSignal(signal -> engine.execute(() -> signalled(signal)));
            if (dials) {
                made.createOffer(new RTCOfferOptions(), describing(RtcSignal.Offer::new));
            }
        });
    }

    private void signalled(Bytes encoded) throws MalformedException {
        RTCPeerConnection made = connection;
        if (closed || made == null) {
            return;
        }
        RtcSignal signal = RtcSignal.decode(encoded);
        boolean understood = true;
        if (signal instanceof RtcSignal.Offer offer && !dials) {
            RTCSessionDescription remote = new RTCSessionDescription(RTCSdpType.OFFER, offer.description());
            understood = Guarded.run(() -> made.setRemoteDescription(remote, then(this::answer)));
        } else if (signal instanceof RtcSignal.Answer answer && dials) {
            RTCSessionDescription remote = new RTCSessionDescription(RTCSdpType.ANSWER, answer.description());
            understood = Guarded.run(() -> made.setRemoteDescription(remote, then(this::described)));
        } else if (signal instanceof RtcSignal.Candidate it && candidates.size() < MOST_CANDIDATES) {
            candidate(made, new RTCIceCandidate(it.medium(), it.line(), it.candidate()));
        }
        if (!understood) {
            giveUp("The peer's session description was not understood");
        }
    }

    private void answer() {
        described();
        if (connection != null) {
            connection.createAnswer(new RTCAnswerOptions(), describing(RtcSignal.Answer::new));
        }
    }

    /** Candidates that came before the description wait for it. */
    private void described() {
        described = true;
        RTCPeerConnection made = connection;
        if (made != null) {
            candidates.forEach(each -> Guarded.run(() -> made.addIceCandidate(each)));
        }
    }

    private void candidate(RTCPeerConnection made, RTCIceCandidate candidate) {
        candidates.add(candidate);
        if (described) {
            Guarded.run(() -> made.addIceCandidate(candidate));
        }
    }

    private CreateSessionDescriptionObserver describing(java.util.function.Function<String, RtcSignal> signal) {
        return new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                engine.execute(() -> {
                    if (!closed && connection != null) {
                        Bytes encoded = signal.apply(description.sdp).encode();
                        connection.setLocalDescription(description, then(() -> rendezvous.send(encoded)));
                    }
                });
            }

            @Override
            public void onFailure(String error) {
                giveUp("WebRTC could not describe the session");
            }
        };
    }

    private SetSessionDescriptionObserver then(Guarded.Call next) {
        return new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                engine.execute(() -> {
                    if (!closed) {
                        next.run();
                    }
                });
            }

            @Override
            public void onFailure(String error) {
                giveUp("WebRTC could not take a session description");
            }
        };
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        engine.execute(() -> rendezvous.send(
                new RtcSignal.Candidate(candidate.sdpMid, candidate.sdpMLineIndex, candidate.sdp).encode()));
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        if (state == RTCPeerConnectionState.FAILED) {
            giveUp("No path between the two devices");
        } else if (state == RTCPeerConnectionState.CLOSED) {
            giveUp("The peer closed the connection");
        }
    }

    @Override
    public void onBufferedAmountChange(long previous) {
        // Version 0.14 never calls this; the link polls.
    }

    @Override
    public void onStateChange() {
        engine.execute(() -> {
            if (closed || channel == null) {
                return;
            }
            RTCDataChannelState state = channel.getState();
            if (state == RTCDataChannelState.OPEN && link == null) {
                opened();
            } else if (state == RTCDataChannelState.CLOSED) {
                giveUp("The peer closed the channel");
            }
        });
    }

    private void opened() throws MalformedException {
        WebRtcLink made = new WebRtcLink(this, binding(), seams);
        link = made;
        timer.close();
        handler.opened(made);
    }

    /** The certificates that DTLS has verified on this connection, the dialer's first. */
    private Bytes binding() throws MalformedException {
        if (connection == null) {
            throw new MalformedException("The connection is closed");
        }
        String local = fingerprint(connection.getLocalDescription().sdp);
        String remote = fingerprint(connection.getRemoteDescription().sdp);
        return new ByteWriter()
                .text(dials ? local : remote)
                .text(dials ? remote : local)
                .toBytes();
    }

    private static String fingerprint(String description) throws MalformedException {
        Matcher found = FINGERPRINT.matcher(description);
        if (!found.find()) {
            throw new MalformedException("Session description without a SHA-256 fingerprint");
        }
        return found.group(1).toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
        Guarded.run(() -> {
            if (buffer.data.remaining() > Link.MAX_FRAME) {
                giveUp("The peer sent an oversized frame");
                return;
            }
            byte[] frame = new byte[buffer.data.remaining()];
            buffer.data.get(frame);
            received(frame);
        });
    }

    /** A frame can overtake the news that the channel is open; it waits behind it. */
    private void received(byte[] frame) {
        WebRtcLink open = link;
        if (open != null) {
            open.received(frame);
        } else {
            engine.execute(() -> {
                if (!closed && link == null) {
                    opened();
                }
                if (link != null) {
                    link.received(frame);
                }
            });
        }
    }

    /** Ends the attempt, or the link that it led to. */
    void giveUp(String reason) {
        engine.execute(() -> {
            WebRtcLink open = link;
            if (open != null) {
                open.end(reason);
            } else if (!closed) {
                close();
                handler.failed(reason);
            }
        });
    }

    @Override
    public RTCDataChannel channel() {
        RTCDataChannel open = channel;
        if (open == null) {
            throw new IllegalStateException("The channel is closed");
        }
        return open;
    }

    @Override
    public void execute(Guarded.Call call) {
        engine.execute(call);
    }

    @Override
    public void close() {
        engine.execute(() -> {
            if (closed) {
                return;
            }
            closed = true;
            timer.close();
            RTCDataChannel openChannel = channel;
            RTCPeerConnection openConnection = connection;
            if (openChannel != null) {
                Guarded.run(openChannel::unregisterObserver);
                Guarded.run(openChannel::close);
            }
            if (openConnection != null) {
                Guarded.run(openConnection::close);
            }
            if (openChannel != null) {
                Guarded.run(openChannel::dispose);
            }
            channel = null;
            connection = null;
            whenClosed.accept(this);
        });
    }
}
