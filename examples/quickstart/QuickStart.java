import dev.hearth.client.*;
import dev.hearth.echo.*;
import dev.hearth.halo.Role;
import dev.hearth.mesh.signal.SignalServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

record Task(String title, boolean done, Text notes) {}

class QuickStart {
    public static void main(String... folder) {
        try (var signal = SignalServer.start();
                var ann = Client.open(Path.of(folder[0], "ann"), "Ann", signal.uri());
                var bob = Client.open(Path.of(folder[0], "bob"), "Bob", signal.uri())) {
            Space home = ann.spaces().create("Home");
            Ref<Task> milk = home.put(new Task("Buy milk", false, Text.of("2 litres")));
            Invitation invitation = home.invite(Role.WRITER);
            Space same = bob.spaces().join(invitation.link(), invitation.code()).join();
            var seen = new CompletableFuture<String>();
            same.query(Task.class).where(Task::done, true).live(Runnable::run, diff -> diff.added()
                    .forEach(row -> seen.complete(row.value().title() + ": " + row.value().notes())));
            home.text(milk, Task::notes).insert(0, "fresh, ");
            home.update(milk, task -> new Task(task.title(), true, task.notes()));
            System.out.println(seen.join());
        }
    }
}
