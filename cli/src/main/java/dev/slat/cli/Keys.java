package dev.slat.cli;

import java.util.function.IntConsumer;

/** Finds the keys that are for Slat among those that are for the guest: Ctrl-A and one more. */
final class Keys {
    static final String HELP =
            """

            slat: Ctrl-A x       leaves, and the guest is gone
            slat: Ctrl-A Ctrl-A  sends Ctrl-A to the guest
            slat: Ctrl-A h       shows this\
            """;

    private static final int PREFIX = 1;

    private final IntConsumer guest;
    private final Runnable leave;
    private final Runnable help;
    private boolean prefixed;

    Keys(IntConsumer guest, Runnable leave, Runnable help) {
        this.guest = guest;
        this.leave = leave;
        this.help = help;
    }

    void press(int key) {
        if (!prefixed) {
            prefixed = key == PREFIX;
            if (!prefixed) {
                guest.accept(key);
            }
            return;
        }
        prefixed = false;
        switch (key) {
            case 'x', 'X' -> leave.run();
            case 'h', 'H', '?' -> help.run();
            case PREFIX -> guest.accept(PREFIX);
            default -> {
                // Not ours after all, so the guest gets both.
                guest.accept(PREFIX);
                guest.accept(key);
            }
        }
    }
}
