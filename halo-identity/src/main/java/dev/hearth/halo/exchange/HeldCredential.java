package dev.hearth.halo.exchange;

import dev.hearth.base.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A credential as its holder keeps it: what the issuer signed, and those of its hidden claims that the holder can show.
 * It was not necessarily verified.
 *
 * @param credential the secured document
 * @param disclosures the hidden claims
 */
public record HeldCredential(Json.Fields credential, List<Disclosure> disclosures) {
    private static final String CREDENTIAL = "credential";
    private static final String DISCLOSURES = "disclosures";

    /** Copies its input. */
    public HeldCredential {
        disclosures = List.copyOf(disclosures);
    }

    /** Reads {@code {"credential": ..., "disclosures": [...]}}, or a credential alone. */
    public static HeldCredential parse(String text) throws MalformedException {
        return read(Json.parse(text).asFields());
    }

    static HeldCredential read(Json.Fields fields) throws MalformedException {
        if (fields.get(CREDENTIAL).isEmpty()) {
            return new HeldCredential(fields, List.of());
        }
        if (!fields.all().keySet().equals(Set.of(CREDENTIAL, DISCLOSURES))) {
            throw new MalformedException("A credential with its disclosures, and nothing else");
        }
        List<Disclosure> disclosures = new ArrayList<>();
        for (Json each : fields.get(DISCLOSURES).map(Json::oneOrMore).orElse(List.of())) {
            disclosures.add(Disclosure.read(each));
        }
        return new HeldCredential(fields.required(CREDENTIAL).asFields(), disclosures);
    }

    /** Returns the same with those hidden claims alone that are named; the issuer's signature stays right. */
    public HeldCredential disclosing(Set<String> names) {
        return new HeldCredential(
                credential,
                disclosures.stream().filter(each -> names.contains(each.name())).toList());
    }

    /** Returns what {@link #parse} takes: the credential alone when nothing is hidden. */
    public Json.Fields json() {
        return disclosures.isEmpty()
                ? credential
                : Json.Fields.NONE
                        .with(CREDENTIAL, credential)
                        .with(
                                DISCLOSURES,
                                new Json.Items(disclosures.stream()
                                        .map(Disclosure::json)
                                        .toList()));
    }

    /** Returns {@link #json()} as text. */
    @Override
    public String toString() {
        return json().canonical();
    }
}
