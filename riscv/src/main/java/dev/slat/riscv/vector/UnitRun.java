package dev.slat.riscv.vector;

/**
 * Moves a run of elements between memory and registers, none of them masked: eight bytes at once
 * where they are aligned and memory is known to answer, so that no element is torn and each trap
 * and each device still sees elements. {@code vstart} counts up to {@code length} on the way.
 */
final class UnitRun {
    private UnitRun() {}

    static void load(VectorUnit v, int eew, int register, long base, int length) {
        VectorEnvironment memory = v.environment;
        int chunk = Long.BYTES >> eew;
        while (v.vstart < length) {
            long at = base + ((long) v.vstart << eew);
            if (v.vstart + chunk <= length && memory.isLongMapped(at, false)) {
                int offset = v.vstart << eew;
                v.registers.setLong(register, offset, memory.load(at, Long.BYTES));
                v.vstart += chunk;
            } else {
                v.registers.set(eew, register, v.vstart, memory.load(at, 1 << eew));
                v.vstart++;
            }
        }
    }

    static void store(VectorUnit v, int eew, int register, long base, int length) {
        VectorEnvironment memory = v.environment;
        int chunk = Long.BYTES >> eew;
        while (v.vstart < length) {
            long at = base + ((long) v.vstart << eew);
            if (v.vstart + chunk <= length && memory.isLongMapped(at, true)) {
                int offset = v.vstart << eew;
                memory.store(at, Long.BYTES, v.registers.getLong(register, offset));
                v.vstart += chunk;
            } else {
                memory.store(at, 1 << eew, v.registers.get(eew, register, v.vstart));
                v.vstart++;
            }
        }
    }
}
