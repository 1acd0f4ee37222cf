package dev.hearth.echo;

import dev.hearth.base.AtTheEdge;
import dev.hearth.base.Seams;
import dev.hearth.echo.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Builds indexes of many objects, some of which it changes meanwhile, until it is killed; and says that it goes on. */
@AtTheEdge("prints to the test that started it")
final class IndexMain {
    /** With three words each, and an entry for rank and title, a hundred thousand entries. */
    static final int OBJECTS = 25_000;

    private static final int BATCH = 500;

    private IndexMain() {}

    public static void main(String[] arguments) {
        Store store = LedgerMain.open(Path.of(arguments[0]));
        EchoDatabase database = LedgerMain.database(store, Seams.system());
        Random random = new Random(Long.parseLong(arguments[1]));
        List<Result<DynamicObject>> some = database.query("Item").limit(BATCH).list();
        declare(database);
        for (int turn = 1; ; turn++) {
            DynamicObject object = some.get(random.nextInt(some.size())).value();
            object.set("rank", random.nextInt(OBJECTS)).set("title", title(random.nextInt(OBJECTS)));
            database.flush();
            System.out.println("turn " + turn);
        }
    }

    static void declare(Database database) {
        database.indexes().declare("Item", IndexDefinition.of("rank", "title"), IndexDefinition.words("title"));
    }

    static void fill(Database database) {
        for (int from = 0; from < OBJECTS; from += BATCH) {
            int first = from;
            database.transact(() -> {
                for (int i = first; i < first + BATCH; i++) {
                    database.create("Item").set("rank", i).set("title", title(i));
                }
            });
        }
        database.flush();
    }

    private static String title(int number) {
        return "item w" + number % 100 + " v" + number % 37;
    }
}
