package dev.hearth.echo.internal.core;

import dev.hearth.base.DeviceId;
import dev.hearth.base.Subscription;
import dev.hearth.echo.DatabaseStatus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** Brings what came from peers into the space, blocks and credentials. Used under the database's lock. */
final class Intake {
    private final Core core;
    private final Withholding withholding;
    private final Executor background;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private List<DatabaseStatus.Withheld> told;
    private boolean reads;

    Intake(Core core, Withholding withholding, Executor background) {
        this.core = core;
        this.withholding = withholding;
        this.background = background;
        this.told = core.inbox().withheld();
        this.reads = core.guard().mayRead();
    }

    /** Applies what can be applied, and takes back what counts no more. */
    void apply() {
        core.writing(() -> {
            do {
                withholding.settle();
                core.inbox().applyAll();
            } while (core.inbox().mayHaveAppliedTooMuch());
        });
        core.takeover().reconsider();
        if (reads != core.guard().mayRead()) {
            reads = !reads;
            core.peers().greetAnew(); // who comes to read may not be able to open what it stored
        }
        core.told();
        tellOfWithheld();
    }

    private void tellOfWithheld() {
        List<DatabaseStatus.Withheld> now = core.inbox().withheld();
        if (!now.equals(told)) {
            told = now;
            listeners.forEach(core::later);
        }
    }

    /** Calls {@code listener} when other blocks are withheld than before. Needs no lock. */
    Subscription onWithheld(Executor executor, Runnable listener) {
        Runnable added = () -> executor.execute(listener);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /** Takes back what counts no more, so that nothing is built on it. */
    void settle() {
        core.writing(withholding::settle);
    }

    /** Credentials have come, by which more may count, or less. Needs no lock. */
    void credentialsChanged() {
        withholding.credentialsChanged();
        retryLater();
        core.welcoming().look();
    }

    /** Tries again, soon, to apply what waits. Needs no lock. */
    void retryLater() {
        background.execute(() -> core.lockedUnlessClosed(this::apply));
    }

    /** Another state has come in the place of what was here. */
    void reset() {
        core.inbox().reset();
        withholding.credentialsChanged();
        core.welcoming().look();
    }

    /** Returns whether all of {@code writers} know that a device's blocks count up to a cut only. */
    boolean isKnownByAll(DeviceId removed, Set<DeviceId> writers) {
        return withholding.isKnownByAll(removed, writers);
    }
}
