package dev.hearth.kube.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.base.ErrorCode;
import dev.hearth.base.HearthException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that takes a file tells of one that is not there as of that, and before it asks for anything. */
class FilesTest {
    @TempDir
    private Path folder;

    private String asked = "";

    private JsonNode hearth(int exitCode, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--data", folder.resolve("data").toString(), "--transports", "tcp"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(new ByteArrayInputStream(new byte[0]), out, err, all.toArray(String[]::new));
        assertThat(code).as("%s %s", all, out).isEqualTo(exitCode);
        asked = err.toString(StandardCharsets.UTF_8);
        return Console.JSON.readTree(out.toByteArray());
    }

    private void refused(int exitCode, String error, String file, String command) throws IOException {
        JsonNode answer = hearth(exitCode, command.replace("FILE", file).split(" ", -1));
        assertThat(answer.path("error").path("code").asText()).as(command).isEqualTo(error);
        assertThat(answer.path("error").path("details").path("file").asText())
                .as(command)
                .startsWith(file);
        assertThat(asked).as(command).doesNotContain("words", "?");
    }

    @Test
    void aFileThatIsNotThere() throws IOException {
        hearth(ExitCode.OK, "identity", "create", "Ann");
        hearth(ExitCode.OK, "space", "create", "Home");
        String nowhere = folder.resolve("nowhere").toString();
        for (String command : List.of(
                "credential verify FILE",
                "credential import FILE",
                "credential present FILE --verifier shop --challenge x",
                "recovery restore --from FILE",
                "recovery restore --chain FILE",
                "recovery restore --backup-passphrase-file FILE",
                "recovery restore --words-file FILE",
                "recovery restore --share-file FILE",
                "recovery put-away --words-file FILE",
                "recovery share open FILE",
                "recovery backup x --backup-passphrase-file FILE",
                "space backup Home x --backup-passphrase-file FILE",
                "space restore FILE",
                "import Home FILE",
                "import Home FILE --format csv --type Task",
                "import Home FILE --format sqlite",
                "blob put Home FILE",
                "keychain add passphrase --new-passphrase-file FILE",
                "space list --passphrase-file FILE",
                "space list --recovery-key-file FILE",
                "kube publish Home FILE --app notes --release 1",
                "replay FILE",
                "bench trace FILE")) {
            refused(ExitCode.USAGE, "FILE_UNKNOWN", nowhere, command);
        }
    }

    @Test
    void aFolderThatIsNotThereToWriteInto() throws IOException {
        hearth(ExitCode.OK, "identity", "create", "Ann");
        hearth(ExitCode.OK, "space", "create", "Home");
        Path picture = Files.writeString(folder.resolve("picture"), "pixels");
        String blob = hearth(ExitCode.OK, "blob", "put", "Home", picture.toString())
                .path("pointer")
                .asText();
        String nowhere = folder.resolve("nowhere").toString();
        for (String command : List.of(
                "credential export device --out FILE/file",
                "recovery backup FILE/file",
                "recovery chain Home Ann --out FILE/file",
                "space backup Home FILE/file",
                "export Home FILE/file",
                "export Home FILE/file --format csv --type Task",
                "export Home FILE/file --format sqlite",
                "blob get Home " + blob + " FILE/file",
                "bench micro --size 10 --export FILE/file")) {
            refused(ExitCode.USAGE, "FILE_UNKNOWN", nowhere, command);
        }
    }

    @Test
    void aFolderInThePlaceOfAFile() throws IOException {
        hearth(ExitCode.OK, "identity", "create", "Ann");
        hearth(ExitCode.OK, "space", "create", "Home");
        for (String command : List.of(
                "credential verify FILE",
                "recovery restore --from FILE",
                "space restore FILE",
                "import Home FILE",
                "space list --passphrase-file FILE")) {
            refused(ExitCode.ENVIRONMENT, "FILE_FAILED", folder.toString(), command);
        }
    }

    @Test
    void aFileInThePlaceOfAFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> UserFile.createFolder(file))
                .isInstanceOfSatisfying(
                        HearthException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.FILE_FAILED));
        UserFile.createFolder(folder.resolve("one/other"));
        assertThat(folder.resolve("one/other")).isDirectory();
    }
}
