package dev.hearth.kube.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.MalformedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads every form of history and finds the text that it states. */
final class TraceBenchTest {
    private static final String SEQUENTIAL = """
            {"startContent":"ab","endContent":"aXYb!","txns":[
             {"time":"t","patches":[[1,0,"XZ"]]},{"time":"t","patches":[[2,1,"Y"],[4,0,"!"]]}]}""";
    private static final String CONCURRENT = """
            {"kind":"concurrent","endContent":"xAAyBB","numAgents":2,"txns":[
             {"parents":[],"agent":1,"patches":[[0,0,"xy"]]},
             {"parents":[0],"agent":1,"patches":[[2,0,"BB"]]},
             {"parents":[0],"agent":0,"patches":[[1,0,"AA"]]}]}""";
    private static final String BRANCHES_OF_ONE_AUTHOR = """
            {"kind":"concurrent","endContent":"1234","numAgents":1,"txns":[
             {"parents":[],"agent":0,"patches":[[0,0,"12"]]},
             {"parents":[],"agent":0,"patches":[[0,0,"34"]]}]}""";
    private static final String SPANS = """
            {"endContent":"hε!🎈y","txns":[
             {"span":[0,4],"parents":[],"agent":"b","seqStart":0,"ops":[[0,0,"hε"],[1,1,"o"]]},
             {"span":[4,6],"parents":[1],"agent":"a","seqStart":0,"ops":[[2,0,"🎈y"]]},
             {"span":[6,8],"parents":[3],"agent":"b","seqStart":4,"ops":[[1,1,"ε"]]},
             {"span":[8,9],"parents":[5,7],"agent":"b","seqStart":6,"ops":[[2,0,"!"]]}]}""";

    @TempDir
    private Path folder;

    private TraceResult run(String name, String json) throws IOException, MalformedException {
        Path file = folder.resolve(name);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        if (name.endsWith(".gz")) {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(bytes);
            }
        } else {
            Files.write(file, bytes);
        }
        return TraceBench.run(file, new Rounds(0, 1));
    }

    @Test
    void readsSequentialHistories() throws Exception {
        TraceResult result = run("typing.json", SEQUENTIAL);
        assertThat(result.equal()).isTrue();
        assertThat(result.trace()).isEqualTo("typing");
        assertThat(result.edits()).isEqualTo(2);
        assertThat(result.fileBytes()).isPositive();
        assertThat(result.updateBytesAvg()).isPositive();
    }

    @Test
    void readsConcurrentHistories() throws Exception {
        assertThat(run("branches.json.gz", CONCURRENT).equal()).isTrue();
        assertThat(run("one.json", BRANCHES_OF_ONE_AUTHOR).equal()).isTrue();
    }

    @Test
    void readsSpansOfEvents() throws Exception {
        assertThat(run("spans.json", SPANS).equal()).isTrue();
    }

    @Test
    void readsSeveralHistories() throws Exception {
        TraceResult result = run("several.json", "[" + SEQUENTIAL + "," + CONCURRENT + "]");
        assertThat(result.equal()).isTrue();
        assertThat(result.edits()).isEqualTo(5);
    }

    @Test
    void repeatsHistoriesEndToEnd() throws Exception {
        for (String json : new String[] {CONCURRENT, BRANCHES_OF_ONE_AUTHOR, SPANS}) {
            Path file = folder.resolve("repeated.json");
            Files.writeString(file, json);
            int edits = TraceBench.run(file, new Rounds(0, 1)).edits();
            TraceResult result = TraceBench.run(file, new Rounds(0, 1), 30);
            assertThat(result.equal()).isTrue();
            assertThat(result.edits()).isEqualTo(30 * edits);
        }
    }

    @Test
    void tellsWhenTheTextDiffers() throws Exception {
        assertThat(run("wrong.json", SEQUENTIAL.replace("aXYb!", "other")).equal())
                .isFalse();
    }

    @Test
    void refusesWhatIsNoHistory() {
        assertThatThrownBy(() -> run("a.json", "{")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> run("b.json", "{\"txns\":3}")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> run("c.json", "[]")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> run("d.json", SEQUENTIAL.replace("[1,0", "[9,0")))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> run("e.json", CONCURRENT.replace("\"parents\":[0]", "\"parents\":[7]")))
                .isInstanceOf(MalformedException.class);
    }
}
