package dev.hearth.halo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.base.Bytes;
import dev.hearth.base.Cbor;
import dev.hearth.base.Hash;
import dev.hearth.base.MalformedException;
import dev.hearth.halo.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices as a former version wrote them; -Dhearth.golden=write makes the file where it is missing. */
class GoldenDevicesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/devices-1.hex");

    /**
     * The secrets of three devices: one enrolled by another, one by that one, one by the root key, which it changed;
     * and the credentials of a space that admits them, the last one as an application's, and revokes the second.
     */
    @Test
    void devicesOfFormatOneAreRead() throws IOException, MalformedException {
        if ("write".equals(System.getProperty("hearth.golden")) && !Files.exists(GOLDEN)) {
            write();
        }
        List<String> lines = Files.readAllLines(GOLDEN);
        List<LocalIdentity> devices = new ArrayList<>();
        for (String line : lines.subList(0, 3)) {
            devices.add(LocalIdentity.decode(Cbor.decode(Bytes.fromHex(line))));
        }
        SpaceCredentials space = People.read(lines.subList(3, lines.size()));
        LocalIdentity phone = devices.get(0);
        LocalIdentity tablet = devices.get(1);
        LocalIdentity back = devices.get(2);
        assertThat(devices).extracting(LocalIdentity::id).containsOnly(phone.id());
        assertThat(devices).extracting(LocalIdentity::hasRoot).containsExactly(false, false, true);
        assertThat(back.chain().isByRoot()).isTrue();
        assertThat(back.chain().rootChanges()).isEqualTo(1);
        Authority authority = space.authority();
        assertThat(authority.roleOfDevice(tablet.device())).contains(Role.WRITER);
        assertThat(authority.roleOfDevice(back.device())).contains(Role.OWNER);
        assertThat(authority.ownerOf(phone.device())).isEmpty();
        assertThat(authority.cutOf(phone.device()).map(Cut::seq)).contains(3L);
        assertThat(new SpaceKeys(space, tablet).topic()).isEqualTo(new SpaceKeys(space, back).topic());
    }

    private static LocalIdentity another(LocalIdentity by) throws MalformedException {
        LocalIdentity device = LocalIdentity.provisional(People.SEAMS.random());
        return device.join(by.enrol(device.chain()));
    }

    private static void write() throws IOException, MalformedException {
        LocalIdentity ann = People.person("Ann");
        LocalIdentity phone = another(ann);
        LocalIdentity tablet = another(phone);
        LocalIdentity back = LocalIdentity.provisional(People.SEAMS.random())
                .recover(
                        ann.rootSeed(), Optional.of(tablet.chain()), "Ann", SigningKey.generate(People.SEAMS.random()));
        SpaceCredentials space = People.space(ann);
        space.devices().admit(ann, phone.chain(), Role.OWNER);
        space.devices().admit(phone, tablet.chain(), Role.WRITER);
        space.devices().comeByRoot(back);
        space.devices().revoke(back, phone.device(), Optional.of(new Cut(3, new Hash(Bytes.of(new byte[Hash.SIZE])))));
        space.prepareToWrite(ann);
        List<String> lines = new ArrayList<>();
        for (LocalIdentity each : List.of(phone, tablet, back)) {
            lines.add(each.encode().encode().hex());
        }
        space.all().forEach(each -> lines.add(each.hex()));
        Files.write(GOLDEN, lines);
    }
}
