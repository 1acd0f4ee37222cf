package dev.hearth.integration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fences between the parts, as docs/architecture.md draws them. */
final class ArchitectureTest {
    private static final String[] THIRD_PARTIES = {
        "io.netty..",
        "org.bouncycastle..",
        "org.rocksdb..",
        "dev.onvoid..",
        "com.fasterxml..",
        "com.google.zxing..",
        "picocli..",
        "org.freedesktop.."
    };

    private static final String[] PARSERS_THAT_MAKE_OBJECTS = {
        "javax.xml..",
        "org.xml..",
        "org.w3c.dom..",
        "java.beans..",
        "org.yaml..",
        "com.fasterxml.jackson.dataformat..",
        "javax.script..",
        "java.rmi.."
    };

    private static final Set<String> TYPES_BY_NAME = Set.of(
            "activateDefaultTyping",
            "activateDefaultTypingAsProperty",
            "enableDefaultTyping",
            "enableDefaultTypingAsProperty",
            "setDefaultTyping");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.hearth");

    @Test
    void dependenciesPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("kube")
                .definedBy("dev.hearth.kube..")
                .layer("client")
                .definedBy("dev.hearth.client..")
                .layer("echo")
                .definedBy("dev.hearth.echo..")
                .layer("mesh")
                .definedBy("dev.hearth.mesh..")
                .layer("halo")
                .definedBy("dev.hearth.halo..")
                .whereLayer("kube")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("kube")
                .whereLayer("echo")
                .mayOnlyBeAccessedByLayers("client", "kube")
                .whereLayer("mesh")
                .mayOnlyBeAccessedByLayers("client", "kube")
                .whereLayer("halo")
                .mayOnlyBeAccessedByLayers("mesh", "client", "kube")
                .check(CLASSES);
    }

    @Test
    void baseDependsOnNothingAboveIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.base..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.hearth..").and(not(resideInAPackage("dev.hearth.base.."))))
                .check(CLASSES);
    }

    @Test
    void theEngineDependsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.hearth.echo.crdt..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.hearth.echo.crdt..", "java.lang..", "java.util..", "java.nio..", "org.jspecify..")
                        .or(belongToAnyOf(MessageDigest.class, NoSuchAlgorithmException.class))) // a pure function
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.echo.crdt..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.util.concurrent..", "java.util.random..", "java.nio.file..", "java.time.."))
                .check(CLASSES);
    }

    @Test
    void haloKnowsNeitherStorageNorNetwork() {
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.halo..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http..", "org.rocksdb..", "io.netty.."))
                .check(CLASSES);
    }

    /** The packages of the KUBE program are exported to nobody. */
    @Test
    void thirdPartyTypesStayInInternalPackages() {
        noClasses()
                .that(isPublic()
                        .and(resideInAPackage("dev.hearth.."))
                        .and(not(resideInAnyPackage(
                                "..internal..",
                                "dev.hearth.kube.cli..",
                                "dev.hearth.kube.bench..",
                                "dev.hearth.kube.replay.."))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(THIRD_PARTIES))
                .check(CLASSES);
    }

    @Test
    void nobodyReachesIntoAnothersInternals() {
        for (String module : new String[] {"base", "halo", "mesh", "echo", "client", "kube"}) {
            noClasses()
                    .that(resideInAPackage("dev.hearth..").and(not(resideInAPackage("dev.hearth." + module + ".."))))
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.hearth." + module + "..internal.."))
                    .check(CLASSES);
        }
    }

    /**
     * Nothing that is read can name a class to be made: no Java serialization, no types by name in JSON, and no parser
     * of a format that has such names or entities. {@code docs/threat-model.md} has it as A26.
     */
    @Test
    void whatIsReadNamesNoClasses() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class, Externalizable.class))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage(PARSERS_THAT_MAKE_OBJECTS))
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "turns on types by name",
                        call -> call.getTarget()
                                        .getOwner()
                                        .isAssignableTo("com.fasterxml.jackson.databind.ObjectMapper")
                                && TYPES_BY_NAME.contains(call.getTarget().getName())))
                .orShould()
                .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.databind.jsontype.."))
                .orShould()
                .dependOnClassesThat(describe(
                        "are annotations for types by name",
                        type -> type.getName().startsWith("com.fasterxml.jackson.annotation.JsonTypeInfo")))
                .check(CLASSES);
    }

    /** Whatever a credential for exchange names elsewhere, its code has no means to fetch it: A30. */
    @Test
    void credentialsForExchangeKnowNoNetwork() {
        noClasses()
                .that(resideInAPackage("dev.hearth.halo.exchange.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file.."))
                .check(CLASSES);
    }

    @Test
    void baseStaysSmall() {
        long types = CLASSES.stream()
                .filter(resideInAPackage("dev.hearth.base"))
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .count();
        assertThat(types).isLessThanOrEqualTo(30);
    }

    private static DescribedPredicate<JavaClass> isPublic() {
        return describe("are public", type -> type.getModifiers().contains(JavaModifier.PUBLIC));
    }
}
