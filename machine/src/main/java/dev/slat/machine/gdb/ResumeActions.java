package dev.slat.machine.gdb;

import java.util.Arrays;

/**
 * What each hart does next: the first action of a {@code vCont} packet that names it (GDB manual,
 * "Packets"). Signals mean nothing to a guest and are dropped.
 */
final class ResumeActions {
    private static final char NOTHING = ' ';

    private final char[] actions;

    private ResumeActions(char[] actions) {
        this.actions = actions;
    }

    /** The actions of {@code ;ACTION:THREAD;ACTION…}. */
    static ResumeActions parse(String text, Threads threads, int harts) {
        char[] actions = new char[harts];
        Arrays.fill(actions, NOTHING);
        for (String part : text.substring(1).split(";", -1)) {
            int colon = part.indexOf(':');
            char action = part.isEmpty() ? NOTHING : Character.toLowerCase(part.charAt(0));
            if (action != 'c' && action != 's') {
                throw new BadPacket();
            }
            int only = colon < 0 ? Threads.ALL : threads.hart(part.substring(colon + 1));
            for (int hart = 0; hart < harts; hart++) {
                if (actions[hart] == NOTHING && (only == Threads.ALL || only == hart)) {
                    actions[hart] = action;
                }
            }
        }
        return new ResumeActions(actions);
    }

    boolean goes(int hart) {
        return actions[hart] != NOTHING;
    }

    boolean steps(int hart) {
        return actions[hart] == 's';
    }
}
