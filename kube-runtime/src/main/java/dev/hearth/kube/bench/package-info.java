/** Replays recorded editing histories through the engine and measures it. */
@NullMarked
package dev.hearth.kube.bench;

import org.jspecify.annotations.NullMarked;
