package dev.slat.memory.host;

/**
 * What is so about one page, in a byte; {@link PageStates} has the state machine. Zero is the plain
 * page: present, writable, of its mapping's own memory.
 */
final class PageState {
    /** The page can be used in place. */
    static final int PLAIN = 0;

    /** A pager must bring it first. */
    static final int ABSENT = 1;

    /** It shows a frame that others show too: readable; copied before it is written. */
    static final int SHARED = 2;

    /** It is gone for good. */
    static final int UNMAPPED = 3;

    /** The page's memory is not its mapping's: a frame, or a private copy of one. */
    static final int FOREIGN = 1 << 4;

    /** One thread is at work on it. */
    static final int BUSY = 1 << 5;

    private static final int CONTENT = 3;
    private static final int ACCESS_SHIFT = 2;
    private static final int ACCESS = 3 << ACCESS_SHIFT;
    private static final int READ = 1 << ACCESS_SHIFT;
    private static final int NONE = 2 << ACCESS_SHIFT;

    private PageState() {}

    static int content(int state) {
        return state & CONTENT;
    }

    static int withContent(int state, int content) {
        return (state & ~CONTENT) | content;
    }

    static PageAccess access(int state) {
        return switch (state & ACCESS) {
            case READ -> PageAccess.READ;
            case NONE -> PageAccess.NONE;
            default -> PageAccess.READ_WRITE;
        };
    }

    static int withAccess(int state, PageAccess access) {
        return (state & ~ACCESS)
                | switch (access) {
                    case READ_WRITE -> 0;
                    case READ -> READ;
                    case NONE -> NONE;
                };
    }

    static boolean has(int state, int flag) {
        return (state & flag) != 0;
    }

    /** Whether loads and stores may go to it as it is. */
    static boolean isPlain(int state) {
        return (state & ~FOREIGN) == 0;
    }

    /** Whether it is present for loads, and for nothing else until its protection changes. */
    static boolean isReadOnly(int state) {
        return (state & ~FOREIGN) == READ;
    }

    /** Whether a fault may change it: it then takes a claim to change it. */
    static boolean isChangedByFaults(int state) {
        return content(state) == ABSENT || content(state) == SHARED;
    }
}
