package dev.hearth.kube.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.base.IdentityId;
import dev.hearth.base.Seams;
import dev.hearth.halo.exchange.CredentialVerifier;
import dev.hearth.halo.exchange.Verification;
import dev.hearth.halo.exchange.VerifiedCredential;
import dev.hearth.halo.exchange.VerifiedPresentation;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Parameters;

/** {@code hearth credential verify FILE}: a credential, or the answer to a challenge. Opens no data folder. */
@CommandLine.Command(
        description = "Tells whether a credential, or the answer to a challenge, is valid, or why not.",
        mixinStandardHelpOptions = true)
final class CredentialVerifyCommand extends Command {
    @Parameters(paramLabel = "FILE", description = "A credential; with a verifier and a challenge a presentation.")
    private Path file = Path.of("");

    @ArgGroup(exclusive = false)
    private CredentialCommand.@Nullable Asked asked;

    CredentialVerifyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        String text = CredentialCommand.content(file);
        ObjectNode answer;
        try (Seams seams = Seams.system()) {
            CredentialVerifier verifier = new CredentialVerifier(seams.clock());
            answer = asked == null
                    ? json(verifier.credential(text))
                    : presented(verifier.presentation(text, asked.request()));
        }
        console().say(answer, line(answer));
        return answer.path("valid").asBoolean() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    static ObjectNode json(Verification<VerifiedCredential> answer) {
        return answer instanceof Verification.Valid<VerifiedCredential> it ? json(it.value()) : invalid(answer);
    }

    private static ObjectNode invalid(Verification<?> answer) {
        ObjectNode json = object().put("valid", false);
        if (answer instanceof Verification.Invalid<?> it) {
            json.put("reason", it.reason().name()).put("meaning", it.reason().sentence());
        }
        return json;
    }

    private static ObjectNode json(VerifiedCredential credential) {
        ObjectNode json = object().put("valid", true).put("issuer", credential.issuer());
        putIdentity(json, credential.identity());
        credential.subject().ifPresent(subject -> json.put("subject", subject));
        credential.validFrom().ifPresent(from -> json.put("validFrom", from.toString()));
        credential.validUntil().ifPresent(until -> json.put("validUntil", until.toString()));
        json.set("claims", CredentialCommand.tree(credential.claims().canonical()));
        json.put("withheld", credential.withheld());
        ArrayNode unchecked = json.putArray("unchecked");
        credential.unchecked().forEach(unchecked::add);
        ArrayNode types = json.putArray("types");
        credential.types().stream().sorted().forEach(types::add);
        return json;
    }

    private static void putIdentity(ObjectNode json, Optional<IdentityId> identity) {
        identity.ifPresent(id -> json.put("identity", id.toString()));
    }

    private static ObjectNode presented(Verification<VerifiedPresentation> answer) {
        if (!(answer instanceof Verification.Valid<VerifiedPresentation> it)) {
            return invalid(answer);
        }
        VerifiedPresentation shown = it.value();
        ObjectNode json =
                object().put("valid", true).put("holder", shown.holder().toString());
        putIdentity(json, shown.identity());
        ArrayNode credentials = json.putArray("credentials");
        shown.credentials().forEach(each -> credentials.add(json(each)));
        return json;
    }

    static String line(ObjectNode answer) {
        if (!answer.path("valid").asBoolean()) {
            return "not valid: " + answer.path("meaning").asText() + " ("
                    + answer.path("reason").asText() + ")";
        }
        String who = answer.has("holder")
                ? "presented by " + answer.path("holder").asText()
                : "issued by " + answer.path("issuer").asText() + ": " + answer.path("claims");
        return "valid, " + who;
    }
}
