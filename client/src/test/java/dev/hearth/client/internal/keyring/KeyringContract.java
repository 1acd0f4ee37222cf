package dev.hearth.client.internal.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.halo.spi.Keyring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every keyring does. */
abstract class KeyringContract {
    Keyring keyring = new SecretServiceKeyring(java.util.Optional.empty());

    /** Returns a keyring that is there. */
    abstract Keyring start();

    abstract void stop();

    @BeforeEach
    void open() {
        keyring = start();
    }

    @AfterEach
    void close() {
        stop();
    }

    @Test
    void isAvailableUnderItsName() {
        assertThat(keyring.available()).isTrue();
        assertThat(keyring.name()).isNotBlank().hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void keepsSecretsByTheirEntry() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        keyring.store("one", all);
        keyring.store("two", new byte[] {2});
        assertThat(keyring.find("one"))
                .hasValueSatisfying(secret -> assertThat(secret).isEqualTo(all));
        assertThat(keyring.find("two"))
                .hasValueSatisfying(secret -> assertThat(secret).containsExactly(2));
        assertThat(keyring.find("three")).isEmpty();
    }

    @Test
    void aLaterSecretTakesTheFormersPlace() {
        keyring.store("one", new byte[] {1});
        keyring.store("one", new byte[] {2, 2});
        assertThat(keyring.find("one"))
                .hasValueSatisfying(secret -> assertThat(secret).containsExactly(2, 2));
        keyring.remove("one");
        assertThat(keyring.find("one")).isEmpty();
        keyring.remove("one");
    }
}
