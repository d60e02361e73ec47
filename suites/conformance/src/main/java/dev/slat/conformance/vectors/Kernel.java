package dev.slat.conformance.vectors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose answers a machine of ours shall give, and what of them are that kernel's parameters.
 *
 * @param name its name in the files
 * @param addressBits the width of guest-physical addresses
 * @param addressSpaces how many there are in a VM
 */
record Kernel(String name, int addressBits, int addressSpaces) {
    /** The kernel that Slat follows. */
    static final Kernel USUAL = new Kernel("6.18", 40, 2);

    /** The name of a kernel met live has its parameters in it, so that a file can be replayed. */
    private static final Pattern LIVE = Pattern.compile("live-([0-9]{2})bits-([1-9])as");

    static Kernel live(int addressBits, int addressSpaces) {
        return new Kernel(
                "live-%dbits-%das".formatted(addressBits, addressSpaces),
                addressBits,
                addressSpaces);
    }

    /**
     * The kernel to follow in a scenario: the usual one, but for a scenario saved from a live one.
     */
    static Kernel of(Vector vector) {
        Matcher live = LIVE.matcher(vector.kernels().getFirst());
        return live.matches()
                ? live(Integer.parseInt(live.group(1)), Integer.parseInt(live.group(2)))
                : USUAL;
    }
}
