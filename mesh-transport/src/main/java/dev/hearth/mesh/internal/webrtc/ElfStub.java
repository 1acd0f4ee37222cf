package dev.hearth.mesh.internal.webrtc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the smallest ELF shared object that the Linux loader takes for a library of a given name: no code, no symbols,
 * only a dynamic section with DT_SONAME (System V gABI, chapters 4 and 5).
 *
 * <p>The native part of webrtc-java names desktop libraries (sound, X11, D-Bus) that data channels never call. On a
 * bare server they are missing, and the loader refuses the whole library. Once a stub of that name is loaded, the
 * loader considers the need satisfied; functions are bound when they are first called, which never happens.
 */
final class ElfStub {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PROGRAM_HEADERS = 3;
    private static final int SYMBOLS = 0xF0;
    private static final int SYMBOL = 24;
    private static final int HASH = SYMBOLS + SYMBOL;
    private static final int HASH_SIZE = 16;
    private static final int DYNAMIC = HASH + HASH_SIZE;
    private static final int DYNAMIC_ENTRIES = 7;
    private static final int STRINGS = DYNAMIC + DYNAMIC_ENTRIES * 16;
    private static final int PAGE = 0x10000;

    private static final short X86_64 = 62;
    private static final short AARCH64 = 183;

    private ElfStub() {}

    /** Returns the bytes of a library named {@code soname}, for x86-64 or AArch64. */
    static byte[] of(String soname, boolean aarch64) {
        byte[] name = soname.getBytes(StandardCharsets.US_ASCII);
        int strings = name.length + 2;
        int size = STRINGS + strings;
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(out, aarch64 ? AARCH64 : X86_64);
        programHeader(out, 1, 6, 0, size, PAGE); // PT_LOAD, readable and writable
        programHeader(out, 2, 6, DYNAMIC, DYNAMIC_ENTRIES * 16, 8); // PT_DYNAMIC
        programHeader(out, 0x6474E551, 6, 0, 0, 16); // PT_GNU_STACK: the stack stays non-executable
        out.position(HASH);
        out.putInt(1).putInt(1).putInt(0).putInt(0); // one empty bucket, one null symbol
        out.position(DYNAMIC);
        dynamic(out, 14, 1); // DT_SONAME
        dynamic(out, 4, HASH); // DT_HASH
        dynamic(out, 5, STRINGS); // DT_STRTAB
        dynamic(out, 6, SYMBOLS); // DT_SYMTAB
        dynamic(out, 10, strings); // DT_STRSZ
        dynamic(out, 11, SYMBOL); // DT_SYMENT
        dynamic(out, 0, 0); // DT_NULL
        out.put((byte) 0).put(name).put((byte) 0);
        return out.array();
    }

    private static void header(ByteBuffer out, short machine) {
        out.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        out.putShort((short) 3).putShort(machine).putInt(1); // ET_DYN
        out.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        out.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) PROGRAM_HEADERS);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void programHeader(ByteBuffer out, int type, int flags, long at, long size, long align) {
        out.putInt(type)
                .putInt(flags)
                .putLong(at)
                .putLong(at)
                .putLong(at)
                .putLong(size)
                .putLong(size)
                .putLong(align);
    }

    private static void dynamic(ByteBuffer out, long tag, long value) {
        out.putLong(tag).putLong(value);
    }
}
