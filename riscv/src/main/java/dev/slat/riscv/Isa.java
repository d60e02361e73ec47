package dev.slat.riscv;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The instruction set of a hart: RV64 and the {@link Extension}s that are on. Whatever an extension
 * needs is on as well.
 *
 * <p>Its text is an ISA string as in a device tree (unprivileged manual, "ISA Extension Naming
 * Conventions"): {@code rv64imafdc_zicsr_zba}. Immutable; any thread.
 */
public final class Isa {
    /** The size of a cache block, for those instructions that name one (Zic64b). */
    public static final int CACHE_BLOCK_BYTES = 64;

    private static final Isa ALL = new Isa(EnumSet.complementOf(EnumSet.of(Extension.ZVL256B)));

    private final Set<Extension> extensions;

    private Isa(EnumSet<Extension> named) {
        this.extensions = Collections.unmodifiableSet(complete(named));
    }

    /** Everything that this hart implements; vector registers have 128 bits. */
    public static Isa all() {
        return ALL;
    }

    /** RV64I with some extensions and what they need. */
    public static Isa of(Extension... extensions) {
        EnumSet<Extension> named = EnumSet.of(Extension.I);
        named.addAll(Arrays.asList(extensions));
        return new Isa(named);
    }

    /**
     * Reads an ISA string. Case, order and the versions of extensions ({@code zba1p0}) do not
     * matter; {@code g} stands for {@code imafd_zicsr_zifencei}.
     *
     * @throws IllegalArgumentException with one line that names what is unknown or wrong
     */
    public static Isa parse(String text) {
        return new Isa(IsaParser.parse(text));
    }

    /** Whether an extension is on. */
    public boolean has(Extension extension) {
        return extensions.contains(extension);
    }

    /** The extensions that are on, in canonical order; it cannot be changed. */
    public Set<Extension> extensions() {
        return extensions;
    }

    /** The ISA string: letters first, then names between underscores. */
    @Override
    public String toString() {
        return extensions.stream()
                .map(e -> (e.isLetter() ? "" : "_") + e.isaName())
                .collect(Collectors.joining("", "rv64", ""));
    }

    /**
     * VLEN, the bits of a vector register: 128, or with Zvl256b 256; without V it means nothing.
     */
    int vectorLength() {
        return has(Extension.ZVL256B) ? 256 : 128;
    }

    /** The register {@code misa}: the letters, S and U; MXL 2, which is 64 bits. */
    long misa() {
        long letters = bit('S') | bit('U');
        for (Extension extension : extensions) {
            letters |= extension.isLetter() ? bit(extension.name().charAt(0)) : 0;
        }
        return 2L << 62 | letters;
    }

    private static long bit(char letter) {
        return 1L << (letter - 'A');
    }

    /** The bits that an address of an instruction can have: IALIGN is 16 or 32. */
    long instructionAddressMask() {
        return has(Extension.ZCA) ? ~1L : ~3L;
    }

    private static EnumSet<Extension> complete(EnumSet<Extension> named) {
        EnumSet<Extension> all = EnumSet.copyOf(named);
        int before;
        do {
            before = all.size();
            for (Extension extension : Extension.values()) {
                complete(all, extension);
            }
        } while (all.size() > before);
        return all;
    }

    private static void complete(EnumSet<Extension> all, Extension extension) {
        Set<Extension> parts = extension.parts();
        if (all.contains(extension)) {
            all.addAll(extension.needs());
            all.addAll(parts);
        } else if (!parts.isEmpty() && all.containsAll(parts)) {
            all.add(extension);
        }
        if (all.contains(Extension.C) && all.contains(Extension.D)) {
            all.add(Extension.ZCD); // C has the loads and stores of what D there is
        }
    }
}
