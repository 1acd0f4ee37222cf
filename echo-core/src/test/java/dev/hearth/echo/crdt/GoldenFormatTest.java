package dev.hearth.echo.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of changes and saved states stay what they are: what is stored and sent must be readable for ever. */
final class GoldenFormatTest {
    private static final HexFormat HEX = HexFormat.of();

    private static final String FIRST =
            "6f04626f6479000b68c3a96c6c6f20f09f8e888f046c69737400030305050178003f036d6170016b043fe000"
                    + "00000000000f057469746c6502";
    private static final String SECOND =
            "bf04626f64790200010000000000000000000000000000000000000000000000000000000000000007700204"
                    + "cf046c697374020102a102070a069101015f036d6170016b0101021f057469746c65010102060109d0";
    private static final String MERGED = "600b022d2d32016b0800000000000000000000000000000000";
    private static final String SAVED =
            "01020100000000000000000000000000000000000000000000000000000000000000020000000000000000"
                    + "00000000000000000000000000000000000000000000000202020404626f64790800010e02000a04010401"
                    + "020900090d010314682d2d20eda0bcedbe880e000a01010402030605f1f96f28400ac3a96c6c6f046c6973"
                    + "7404000005020003030102000104010108070a0600150002040a03050501780c0003010102000403f447a6"
                    + "036d6170020200016b0100020800000000000000000000000000000000057469746c650101010206010902"
                    + "00080001080100097be3fe";

    private static final String STRATUM =
            "01020100000000000000000000000000000000000000000000000000000000000000020000000000000000"
                    + "00000000000000000000000000000000000000000000000600000106000200060101000600000306391955"
                    + "616ef08194628aa1250000000000001c6f8f3f0f6032bf70cfa1915f1fd0020202050a7469746c6502060a"
                    + "050101020102090a7469746c6504040806030101103fe00000000000002000000000000000000000000000"
                    + "0000000a6d61706b6b0a0301010102086d61706b0a04000b0b0222626f647968c3a96c6c6f20f09f8e882d"
                    + "2d040204060305000a04000305010a6c69737478040101020706020a060804020007400100000000000000"
                    + "00000000000000000000000000000000000000000000000008626f64790804020102086c697374419eee29";

    private final Actors actors = new Actors();
    private final int one = actors.intern(World.key(0));
    private final int two = actors.intern(World.key(1));

    @Test
    void changesAndStatesKeepTheirBytes() throws ChangeException {
        ObjectState a = new ObjectState(actors);
        ObjectState b = new ObjectState(actors);
        Edit first = a.edit(one, 1);
        first.insertText("body", 0, "héllo 🎈");
        first.insert("list", 0, List.of(new Scalar.Int(-3), new Scalar.Str("x"), new Scalar.Null()));
        first.put("map", "k", new Scalar.Real(0.5));
        first.set("title", new Scalar.Bool(true));
        byte[] firstBytes = first.finish();
        b.apply(firstBytes, one, 1);
        Edit second = b.edit(two, 2);
        second.deleteText("body", 1, 4);
        second.setItem("list", 1, new Scalar.Time(5, 6));
        second.removeItems("list", 0, 1);
        second.remove("map", "k");
        second.set("title", new Scalar.Blob(new byte[] {9}));
        second.delete();
        byte[] secondBytes = second.finish();
        Edit merged = a.edit(one, 2);
        merged.insertText("body", 2, "--");
        merged.put("map", "k", Scalar.Reference.of(new byte[16]));
        byte[] mergedBytes = merged.finish();
        a.apply(secondBytes, two, 2);
        b.apply(mergedBytes, one, 2);
        assertThat(HEX.formatHex(firstBytes)).isEqualTo(FIRST);
        assertThat(HEX.formatHex(secondBytes)).isEqualTo(SECOND);
        assertThat(HEX.formatHex(mergedBytes)).isEqualTo(MERGED);
        assertThat(HEX.formatHex(a.save())).isEqualTo(SAVED);
        ObjectState loaded = ObjectState.load(HEX.parseHex(SAVED), new Actors());
        assertThat(loaded.canonical()).isEqualTo(b.canonical());
        assertThat(HEX.formatHex(loaded.save())).isEqualTo(SAVED);
        assertThat(loaded.text("body")).isEqualTo("h-- 🎈");
    }

    /** A stretch of history: three changes, the last of which is a boundary. */
    @Test
    void strataKeepTheirBytes() throws ChangeException {
        ChangeLog log = new ChangeLog(actors);
        log.add(new LoggedChange(one, 1, 1, 0, HEX.parseHex(FIRST)));
        log.add(new LoggedChange(one, 4, 2, 0, HEX.parseHex(MERGED)));
        log.add(new LoggedChange(two, 1, 2, 3, HEX.parseHex(SECOND)));
        List<Stratum> strata = log.strata();
        assertThat(strata).hasSize(1);
        assertThat(HEX.formatHex(strata.get(0).encode(actors))).isEqualTo(STRATUM);
        Stratum read = Stratum.decode(HEX.parseHex(STRATUM), actors);
        assertThat(read.level()).isEqualTo(3);
        ChangeLog again = new ChangeLog(actors);
        read.changes().forEach(again::add);
        assertThat(HEX.formatHex(again.state(Horizon.ALL).save())).isEqualTo(SAVED);
    }
}
