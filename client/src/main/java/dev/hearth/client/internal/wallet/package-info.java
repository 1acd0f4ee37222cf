/** The wallet's socket: its place, the frames on it, and both ends of it. */
package dev.hearth.client.internal.wallet;
