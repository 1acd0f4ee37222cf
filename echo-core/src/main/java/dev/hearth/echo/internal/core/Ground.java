package dev.hearth.echo.internal.core;

import dev.hearth.base.Seams;
import dev.hearth.base.SerialExecutor;
import dev.hearth.echo.DatabaseOptions;
import dev.hearth.echo.crdt.Actors;
import dev.hearth.echo.port.CredentialExchange;
import dev.hearth.echo.store.GroupedStore;
import dev.hearth.echo.store.Store;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the database of a space has in common with those of its branches: one lock, one order of writes to the store,
 * one numbering of authors, and the threads. So states of a branch and of its space can be compared and copied, and
 * neither is ever ahead of what it builds on in the other.
 */
final class Ground {
    private final ReentrantLock lock = new ReentrantLock();
    private final Actors actors = new Actors();
    private final Health health = new Health();
    private final EventQueue events = new EventQueue();
    private final Store given;
    private final GroupedStore store;
    private final GroupFlush flush;
    private final SerialExecutor background;
    private final CredentialExchange credentials;
    private final Seams seams;
    private final DatabaseOptions options;

    Ground(Store given, CredentialExchange credentials, Seams seams, DatabaseOptions options) {
        this.given = given;
        this.store = new GroupedStore(given, seams.blocking());
        this.flush = new GroupFlush(store, seams, options.flushDelay(), health::failed);
        this.background = seams.serial("echo");
        this.credentials = credentials;
        this.seams = seams;
        this.options = options;
    }

    ReentrantLock lock() {
        return lock;
    }

    Actors actors() {
        return actors;
    }

    Health health() {
        return health;
    }

    EventQueue events() {
        return events;
    }

    /** Returns the store beneath, for what is not grouped. */
    Store given() {
        return given;
    }

    GroupedStore store() {
        return store;
    }

    GroupFlush flush() {
        return flush;
    }

    SerialExecutor background() {
        return background;
    }

    CredentialExchange credentials() {
        return credentials;
    }

    Seams seams() {
        return seams;
    }

    DatabaseOptions options() {
        return options;
    }
}
