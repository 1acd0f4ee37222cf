/**
 * Runs real processes against each other: the replay of an editing history, and the demo. A driver starts peers as
 * child processes and tells them what to do, a line of JSON each way.
 */
package dev.hearth.kube.replay;
