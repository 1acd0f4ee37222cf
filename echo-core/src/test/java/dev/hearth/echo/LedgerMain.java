package dev.hearth.echo;

import dev.hearth.base.AtTheEdge;
import dev.hearth.base.Seams;
import dev.hearth.echo.store.RocksStores;
import dev.hearth.echo.store.SealedStore;
import dev.hearth.echo.store.Store;
import dev.hearth.echo.store.TestSealer;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes numbered transactions, of which each changes three objects and some make another one, until it is killed; and
 * says which are flushed.
 */
@AtTheEdge("prints to the test that started it")
final class LedgerMain {
    private static final int FLUSHED = 25;
    private static final int PAGE = 10;

    /** One side of the ledger; both say the same. */
    record Side(String name, long last) {}

    /** Grows by one character a transaction. */
    record Strokes(Text marks) {}

    /** Made by every tenth transaction. */
    record Page(long number) {}

    private final EchoDatabase database;

    LedgerMain(EchoDatabase database) {
        this.database = database;
    }

    public static void main(String[] arguments) {
        Store store = open(Path.of(arguments[0]));
        LedgerMain ledger = new LedgerMain(database(store, Seams.system()));
        for (long number = ledger.verify() + 1; ; number++) {
            ledger.write(number);
            if (number % FLUSHED == 0) {
                ledger.database.flush();
                System.out.println("ack " + number);
            }
        }
    }

    static Store open(Path folder) {
        return new SealedStore(RocksStores.open(folder), new TestSealer());
    }

    static EchoDatabase database(Store store, Seams seams) {
        TestSpace.Member member = new TestSpace(7).member(TestSpace.device(0)).admit(TestSpace.device(0));
        return EchoDatabase.open(store, member, member, seams, DatabaseOptions.defaults());
    }

    private void write(long number) {
        List<Result<Side>> sides = database.query(Side.class).list();
        database.transact(() -> {
            if (number == 1) {
                database.put(new Side("left", 1));
                database.put(new Side("right", 1));
                database.put(new Strokes(Text.of("i")));
            } else {
                sides.forEach(side -> database.update(side.ref(), then -> new Side(then.name(), number)));
                Ref<Strokes> strokes =
                        database.query(Strokes.class).first().orElseThrow().ref();
                database.text(strokes, Strokes::marks).insert(0, "i");
            }
            if (number % PAGE == 0) {
                database.put(new Page(number));
            }
        });
    }

    /** Returns how many transactions there are, each whole; throws when that is not so. */
    long verify() {
        List<Long> lasts = database.query(Side.class).list().stream()
                .map(side -> side.value().last())
                .toList();
        List<Integer> strokes = database.query(Strokes.class).list().stream()
                .map(each -> each.value().marks().value().length())
                .toList();
        long last = lasts.isEmpty() ? 0 : lasts.get(0);
        boolean whole = last == 0
                ? strokes.isEmpty()
                : lasts.equals(List.of(last, last)) && strokes.equals(List.of((int) last));
        List<Long> pages = database.query(Page.class).orderBy(Page::number).list().stream()
                .map(page -> page.value().number())
                .toList();
        for (int i = 0; i < pages.size(); i++) {
            whole &= pages.get(i) == (i + 1L) * PAGE;
        }
        long blocks = database.version().heads().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (!whole || pages.size() != last / PAGE || blocks != last) {
            throw new AssertionError("half a transaction after " + last + ": " + lasts + ", " + strokes + " strokes, "
                    + pages.size() + " pages, " + blocks + " blocks");
        }
        return last;
    }
}
