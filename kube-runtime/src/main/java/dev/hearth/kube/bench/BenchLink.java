package dev.hearth.kube.bench;

import dev.hearth.echo.Ref;
import dev.hearth.echo.Relation;

/** An edge that the benchmark of queries goes along. */
record BenchLink(Ref<BenchTask> source, Ref<BenchTask> target) implements Relation<BenchTask, BenchTask> {}
