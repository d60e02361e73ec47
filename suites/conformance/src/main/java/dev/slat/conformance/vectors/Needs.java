package dev.slat.conformance.vectors;

/** What must be there to run a scenario. */
enum Needs {
    /** Calls on a VM only. */
    SLOTS,
    /** Also a vCPU that need not run. */
    KWRITE,
    /** A vCPU that runs. */
    GUEST,
    /** As slots, where huge slots cost little memory. */
    NESTED;

    /**
     * By its word in a file.
     *
     * @throws IllegalArgumentException for another word
     */
    static Needs of(String word) {
        return switch (word) {
            case "slots" -> SLOTS;
            case "kwrite" -> KWRITE;
            case "guest" -> GUEST;
            case "nested" -> NESTED;
            default ->
                    throw new IllegalArgumentException(
                            "'" + word + "' is not slots, kwrite, guest or nested");
        };
    }
}
