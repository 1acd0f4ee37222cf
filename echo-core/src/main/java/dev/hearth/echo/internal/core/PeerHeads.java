package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import java.util.HashMap;
import java.util.Map;

/** How far one peer is in each feed, as it said and as was sent to it, and how far it was told that this device is. */
final class PeerHeads {
    private final Map<DeviceId, Long> there = new HashMap<>();
    private final Map<DeviceId, Long> confirmed = new HashMap<>();
    private final Map<DeviceId, Long> told = new HashMap<>();

    /** The peer said all that it has. */
    void said(Map<DeviceId, Long> feeds) {
        confirmed.clear();
        confirmed.putAll(feeds);
        forgetSent();
    }

    /** The peer has this of the feed too. */
    void has(DeviceId feed, long seq) {
        confirmed.merge(feed, seq, Math::max);
        there.merge(feed, seq, Math::max);
    }

    void sent(DeviceId feed, long seq) {
        there.put(feed, seq);
        told.merge(feed, seq, Math::max);
    }

    /** The peer wants a feed from behind {@code seq} on, whatever was sent. */
    void sendAgainAfter(DeviceId feed, long seq) {
        there.put(feed, seq);
    }

    /** What was sent since the peer said what it has counts as not sent. */
    void forgetSent() {
        there.clear();
        there.putAll(confirmed);
    }

    /** The peer was told that this device has so much. */
    void told(Map<DeviceId, Long> feeds) {
        told.putAll(feeds);
    }

    void forgetTold() {
        told.clear();
    }

    /** Returns how much of a feed the peer has once all that was sent has come. */
    long there(DeviceId feed) {
        return there.getOrDefault(feed, 0L);
    }

    /** Returns how much of a feed the peer has said to have. */
    long confirmed(DeviceId feed) {
        return confirmed.getOrDefault(feed, 0L);
    }

    /** Returns how much of a feed the peer knows that this device has. */
    long told(DeviceId feed) {
        return told.getOrDefault(feed, 0L);
    }

    Map<DeviceId, Long> there() {
        return Map.copyOf(there);
    }

    /** Returns what the peer has said to have; it goes on changing. */
    Map<DeviceId, Long> confirmed() {
        return confirmed;
    }
}
