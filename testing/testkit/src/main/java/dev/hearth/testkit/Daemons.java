package dev.hearth.testkit;

import dev.hearth.base.AtTheEdge;

/** Threads that never keep a test JVM alive. */
@AtTheEdge("reads the output of child processes, serves connections of a test")
final class Daemons {
    private Daemons() {}

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
