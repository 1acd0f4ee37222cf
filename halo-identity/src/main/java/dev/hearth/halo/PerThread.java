package dev.hearth.halo;

import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What each thread has for itself, such as a cipher that is set up. A cipher can't be wiped, so closing drops those of
 * all threads, which a plain thread local of a thread that lives on would keep. Thread-safe.
 */
final class PerThread<T> implements AutoCloseable {
    private final Supplier<T> maker;
    private final ThreadLocal<Holder<T>> mine = ThreadLocal.withInitial(this::join);

    /** Weak, so that a thread that ended takes its holder along. */
    private final Set<Holder<T>> holders = Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself

    private boolean closed; // guarded by holders

    private static final class Holder<T> {
        private volatile @Nullable T value;

        Holder(@Nullable T value) {
            this.value = value;
        }
    }

    PerThread(Supplier<T> maker) {
        this.maker = maker;
    }

    private Holder<T> join() {
        synchronized (holders) {
            Holder<T> holder = new Holder<>(closed ? null : maker.get());
            holders.add(holder);
            return holder;
        }
    }

    /** Returns this thread's; throws KEYCHAIN_LOCKED once it is closed. */
    T get() {
        T value = mine.get().value;
        if (value == null) {
            throw new HearthException(ErrorCode.KEYCHAIN_LOCKED);
        }
        return value;
    }

    @Override
    public void close() {
        synchronized (holders) {
            closed = true;
            holders.forEach(holder -> holder.value = null);
        }
    }
}
