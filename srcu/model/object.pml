/*
 * What readers read and updaters free. Use after free is an assertion, and fails in two places: an
 * object is freed while a reader holds it, or a reader finds an object that is free.
 *
 * Objects are numbers below OBJECTS. A reader holds one from `take`, the load of a link, to `let_go`,
 * its last read of the object. A freed object is used again, so few are enough for ever.
 *
 * Because `let_go` is a step of its own before the exit, the assertion also says that all reads of a
 * section come before the end of the grace period that waited for it.
 */
#define NONE 255

byte held[READERS] = NONE;
bool freed[OBJECTS];

inline take(reader, link) {
    d_step {
        look(reader, link, held[reader]);
        assert(!freed[held[reader]])
    }
}

inline let_go(reader) {
    held[reader] = NONE
}

inline free(object) {
    d_step {
        cursor = 0;
        do
        :: cursor < READERS -> assert(held[cursor] != object); cursor++
        :: else -> break
        od;
        cursor = 0;
        freed[object] = true
    }
}

inline reuse(object) {
    freed[object] = false
}
