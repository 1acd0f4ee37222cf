package dev.hearth.kube.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.IdentityId;
import dev.hearth.base.ObjectId;
import dev.hearth.base.Seams;
import dev.hearth.base.SpaceId;
import dev.hearth.base.Subscription;
import dev.hearth.client.Client;
import dev.hearth.client.ClientOptions;
import dev.hearth.client.Invitation;
import dev.hearth.client.InvitationOptions;
import dev.hearth.client.Member;
import dev.hearth.client.Profile;
import dev.hearth.client.Space;
import dev.hearth.echo.Diff;
import dev.hearth.echo.Ref;
import dev.hearth.echo.TextField;
import dev.hearth.echo.Version;
import dev.hearth.halo.Role;
import dev.hearth.kube.Kube;
import dev.hearth.kube.KubeOptions;
import dev.hearth.kube.internal.transfer.Transfers;
import dev.hearth.mesh.MemoryNetwork;
import dev.hearth.mesh.signal.SignalOptions;
import dev.hearth.mesh.signal.SignalServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a peer's process can be asked to do: each verb is one call of the public API, as an application makes it. */
final class Peer implements AutoCloseable {
    private final Path data;
    private final @Nullable MemoryNetwork network;
    private final AtomicInteger liveDiffs = new AtomicInteger();
    private @Nullable Client client;
    private @Nullable Space space;
    private @Nullable CompletableFuture<Member> accepted;
    private @Nullable CompletableFuture<Space> asked;
    private @Nullable Subscription live;
    private @Nullable Kube kube;
    private @Nullable SignalServer signal;
    private final Seams seams = Seams.system();

    /** A peer that reaches others by the transports that it is told of. */
    Peer(Path data) {
        this(data, null);
    }

    /** A peer that meets the others of {@code network}. */
    Peer(Path data, @Nullable MemoryNetwork network) {
        this.data = data;
        this.network = network;
    }

    /** Carries out {@code verb} and writes what it yields into {@code answer}. */
    void handle(String verb, JsonNode request, ObjectNode answer) {
        switch (verb) {
            case "open" -> open(request, answer);
            case "create-space" ->
                space = client().spaces().create(request.get("name").asText());
            case "use-space" ->
                space = client().spaces()
                        .get(SpaceId.fromHex(request.get("space").asText()));
            case "invite" -> invite(request, answer);
            case "accepted" -> answer.put("member", accepted().join().name());
            case "join" -> join(request);
            case "begin-join" -> asked = joining(request);
            case "end-join" -> space = required(asked, "begin-join").join();
            case "invitations" -> invitations(answer);
            case "approve" -> approve();
            case "space" -> describe(answer);
            case "change-role" ->
                space().changeRole(
                                member(request),
                                Role.valueOf(request.get("role").asText()));
            case "remove" -> space().remove(member(request));
            case "withheld" -> withheld(answer);
            case "accept-late" -> space().withheld().forEach(space()::acceptLate);
            case "export" -> export(request, answer);
            case "signal" -> signal(request, answer);
            case "create-note" -> createNote(request, answer);
            case "append" -> append(request);
            case "splice" -> splice(request);
            case "text" -> answer.put("text", text(request).value());
            case "put-task" -> putTask(request, answer);
            case "update-task" -> updateTask(request);
            case "both" -> both(request);
            case "tasks" -> tasks(answer);
            case "watch-tasks" -> watchTasks();
            case "diffs" -> answer.put("diffs", liveDiffs.get());
            case "offline" -> client().mesh().pause();
            case "online" -> client().mesh().resume();
            case "links" -> links(answer);
            case "failures" -> failures(answer);
            case "version" -> version(answer);
            case "flush" -> space().flush();
            case "replay" -> replay(request, answer);
            case "kube" -> kube(request, answer);
            default -> throw new IllegalArgumentException("verb: " + verb);
        }
    }

    private void open(JsonNode request, ObjectNode answer) {
        ClientOptions options = ClientOptions.defaults().transports(strings(request.get("transports")));
        for (String signal : strings(request.get("signals"))) {
            options = options.signal(URI.create(signal));
        }
        if (network != null) {
            options = options.network(network);
        }
        Client opened = Client.open(data, options);
        client = opened;
        Profile profile = opened.halo()
                .identity()
                .orElseGet(
                        () -> opened.halo().createIdentity(request.get("name").asText()));
        answer.put("device", profile.device().toString());
        answer.put("identity", profile.id().toString());
    }

    private void invite(JsonNode request, ObjectNode answer) {
        InvitationOptions options = InvitationOptions.of(
                        Role.valueOf(request.get("role").asText()))
                .uses(request.path("uses").asInt(1));
        if (request.path("by").asText().equals("link")) {
            options = options.byLink();
        }
        if (request.has("for")) {
            options = options.onlyFor(IdentityId.fromHex(request.get("for").asText()));
        }
        Invitation invitation = space().invite(request.path("approval").asBoolean() ? options.onApproval() : options);
        accepted = invitation.accepted();
        answer.put("link", invitation.link()).put("code", invitation.code());
    }

    private void join(JsonNode request) {
        space = joining(request).join();
    }

    private CompletableFuture<Space> joining(JsonNode request) {
        return client().spaces()
                .join(request.get("link").asText(), request.path("code").asText());
    }

    private void invitations(ObjectNode answer) {
        ArrayNode list = answer.putArray("invitations");
        space().invitations().forEach(each -> {
            ObjectNode invitation = list.addObject()
                    .put("id", each.id())
                    .put("state", each.state().name())
                    .put("admitted", each.admitted().size());
            ArrayNode requests = invitation.putArray("requests");
            each.requests().forEach(request -> requests.add(request.guest().toString()));
        });
    }

    private void approve() {
        space().invitations().forEach(each -> each.requests().forEach(request -> each.approve(request.guest())));
    }

    private void signal(JsonNode request, ObjectNode answer) {
        SignalServer started = SignalServer.start(
                SignalOptions.loopback().port(request.path("port").asInt(0)), seams);
        signal = started;
        answer.put("uri", started.uri().toString());
    }

    private void describe(ObjectNode answer) {
        answer.put("space", space().id().toString()).put("name", space().name());
        answer.put("members", space().members().size());
    }

    private static IdentityId member(JsonNode request) {
        return IdentityId.fromHex(request.get("member").asText());
    }

    private void withheld(ObjectNode answer) {
        ArrayNode list = answer.putArray("withheld");
        space().withheld()
                .forEach(each -> list.addObject()
                        .put("member", each.member().toString())
                        .put("first", each.first())
                        .put("last", each.last()));
    }

    private void export(JsonNode request, ObjectNode answer) {
        Path file = Path.of(request.get("file").asText());
        answer.put("objects", Transfers.export(space(), file, Transfers.Kind.JSONL, Optional.empty()));
    }

    private void createNote(JsonNode request, ObjectNode answer) {
        Ref<Note> note = space().put(new Note(request.get("title").asText(), dev.hearth.echo.Text.of("")));
        answer.put("note", note.id().toString());
    }

    private TextField text(JsonNode request) {
        return space().text(note(request), Note::body);
    }

    private Ref<Note> note(JsonNode request) {
        return space().ref(Note.class, ObjectId.fromHex(request.get("note").asText()));
    }

    private void splice(JsonNode request) {
        TextField text = text(request);
        int at = Math.min(request.get("at").asInt(), text.length());
        text.splice(at, request.get("delete").asInt(), request.get("insert").asText());
    }

    /** Appends {@code times} copies of a text, each a transaction, and answers when they are on the disk. */
    private void append(JsonNode request) {
        TextField text = text(request);
        for (int i = request.path("times").asInt(1); i > 0; i--) {
            text.insert(text.length(), request.get("insert").asText());
        }
        space().flush();
    }

    private void putTask(JsonNode request, ObjectNode answer) {
        Task task = new Task(
                request.get("title").asText(), false, request.get("priority").asInt());
        answer.put("task", space().put(task).id().toString());
    }

    private void updateTask(JsonNode request) {
        Ref<Task> ref =
                space().ref(Task.class, ObjectId.fromHex(request.get("task").asText()));
        space().update(
                        ref,
                        task -> new Task(
                                request.path("title").asText(task.title()),
                                request.path("done").asBoolean(task.done()),
                                request.path("priority").asInt(task.priority())));
    }

    /** Changes two objects in one transaction. */
    private void both(JsonNode request) {
        Ref<Task> first =
                space().ref(Task.class, ObjectId.fromHex(request.get("first").asText()));
        Ref<Task> second =
                space().ref(Task.class, ObjectId.fromHex(request.get("second").asText()));
        space().transact(() -> {
            int firsts = space().get(first).priority();
            int seconds = space().get(second).priority();
            space().update(first, task -> new Task(task.title(), task.done(), seconds));
            space().update(second, task -> new Task(task.title(), task.done(), firsts));
        });
    }

    private void tasks(ObjectNode answer) {
        ArrayNode list = answer.putArray("tasks");
        space().query(Task.class)
                .orderBy(Task::title)
                .list()
                .forEach(result -> list.addObject()
                        .put("title", result.value().title())
                        .put("done", result.value().done())
                        .put("priority", result.value().priority()));
    }

    private void watchTasks() {
        live = space().query(Task.class)
                .where(Task::done, false)
                .orderBy(Task::priority)
                .live(Runnable::run, this::count);
    }

    private void count(Diff<Task> diff) {
        liveDiffs.addAndGet(
                diff.added().size() + diff.removed().size() + diff.updated().size());
    }

    private void version(ObjectNode answer) {
        Version version = space().version();
        answer.put("blocks", version.blocks()).put("version", version.toString());
    }

    private void links(ObjectNode answer) {
        ArrayNode list = answer.putArray("links");
        space().spaceStatus()
                .peers()
                .forEach(peer -> list.addObject()
                        .put("device", peer.device().toString())
                        .put("transport", peer.transport())
                        .put("sentBytes", peer.sentBytes())
                        .put("receivedBytes", peer.receivedBytes()));
    }

    /** Tells why others are not connected, by device and transport. */
    private void failures(ObjectNode answer) {
        ObjectNode failures = answer.putObject("failures");
        client().mesh().status().orElseThrow().peers().forEach(peer -> {
            ObjectNode reasons = failures.putObject(peer.device().toString());
            peer.failures().forEach(reasons::put);
        });
    }

    private void replay(JsonNode request, ObjectNode answer) {
        Turns turns = new Turns(
                request.get("peers").asInt(),
                request.get("turn").asInt(),
                request.get("edits").asInt());
        Typist typist = new Typist(
                client().seams(), space(), text(request), request.get("base").asLong());
        typist.replay(
                Path.of(request.get("trace").asText()),
                turns,
                request.get("index").asInt());
        typist.report(answer, data);
    }

    private void kube(JsonNode request, ObjectNode answer) {
        Kube started = Kube.start(client(), KubeOptions.defaults().port(0));
        kube = started;
        started.publish(
                space(),
                Path.of(request.get("folder").asText()),
                request.get("app").asText(),
                "1.0.0");
        answer.put("url", started.url(request.get("app").asText()).toString());
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.asText()));
        return strings;
    }

    private Client client() {
        return required(client, "open");
    }

    private Space space() {
        return required(space, "create-space or join");
    }

    private CompletableFuture<Member> accepted() {
        return required(accepted, "invite");
    }

    private static <T> T required(@Nullable T value, String verb) {
        if (value == null) {
            throw new IllegalStateException("ask " + verb + " first");
        }
        return value;
    }

    @Override
    public void close() {
        if (live != null) {
            live.close();
        }
        if (kube != null) {
            kube.close();
        }
        if (client != null) {
            client.close();
        }
        if (signal != null) {
            signal.close();
        }
        seams.close();
    }
}
