/**
 * WebRTC data channels through webrtc-java. The library ends the JVM when it is used carelessly; what it takes to use
 * it well is in {@link dev.hearth.mesh.internal.webrtc.NativeEngine} and in the two classes that it makes.
 */
package dev.hearth.mesh.internal.webrtc;
