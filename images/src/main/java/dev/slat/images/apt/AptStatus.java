package dev.slat.images.apt;

import java.util.OptionalDouble;

/** The lines that apt writes for machines under {@code APT::Status-Fd}. */
final class AptStatus {
    private static final String DOWNLOAD = "dlstatus:";

    private AptStatus() {}

    /** The share of the download that is done, 0 to 1, if {@code line} says one. */
    static OptionalDouble share(String line) {
        if (line.startsWith(DOWNLOAD)) {
            String[] fields = line.split(":", 4);
            if (fields.length == 4) {
                try {
                    double percent = Double.parseDouble(fields[2]);
                    return OptionalDouble.of(Math.clamp(percent / 100, 0.0, 1.0));
                } catch (NumberFormatException e) {
                    return OptionalDouble.empty();
                }
            }
        }
        return OptionalDouble.empty();
    }
}
