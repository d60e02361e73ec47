package dev.slat.torture.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A constant of an enum that has a name on the command line: {@code NO_WAIT} is "no-wait". */
public interface Labelled {
    /** The constant's name. */
    String name();

    /** As on the command line. */
    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that {@link #label}. */
    static <T extends Labelled> Optional<T> find(List<T> among, String label) {
        return among.stream().filter(constant -> constant.label().equals(label)).findFirst();
    }
}
