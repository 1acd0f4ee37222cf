package dev.hearth.kube.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.base.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/index.html",
                "../x",
                "a/../b",
                "..",
                ".",
                "a/./b",
                "./a",
                "a//b",
                "a/",
                "/",
                "\\x",
                "a\\b",
                "C:/x",
                "c:x",
                "a\u0000b",
                "a\nb",
                "a\u0085b",
                "a\u007fb",
                "e\u0301.html",
                "nul",
                "a/CON.txt",
                "a./b",
                "a /b",
                " a",
                "a%2e",
                "a?b",
                "\ud800",
                "a\udc00b",
                "../..",
                "//host/share"
            })
    void refused(String path) {
        assertThatThrownBy(() -> BundlePath.check(path)).isInstanceOf(MalformedException.class);
    }

    @Test
    void lengthIsBoundedInBytes() throws Exception {
        assertThat(BundlePath.check("x".repeat(255))).hasSize(255);
        assertThatThrownBy(() -> BundlePath.check("x".repeat(256))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> BundlePath.check("\u00e9".repeat(128))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "a/b/c.js",
                ".well-known/x",
                "\u00e9.html",
                "a b.txt",
                "...x",
                "\ud83d\ude00.png",
                "console.js"
            })
    void taken(String path) throws Exception {
        assertThat(BundlePath.check(path)).isEqualTo(path);
    }
}
