package dev.slat.machine.board;

import dev.slat.machine.fdt.FdtWriter;
import dev.slat.riscv.Extension;
import dev.slat.riscv.Isa;

/**
 * The properties of a cpu node that tell what its hart implements (Linux, bindings
 * riscv/extensions.yaml and riscv/cpus.yaml).
 */
final class IsaNode {
    private IsaNode() {}

    static void describe(Isa isa, FdtWriter cpu) {
        cpu.strings("riscv,isa", isa.toString())
                .strings("riscv,isa-base", "rv64i")
                .strings(
                        "riscv,isa-extensions",
                        isa.extensions().stream().map(Extension::isaName).toArray(String[]::new));
        blockSize(isa, Extension.ZICBOM, "riscv,cbom-block-size", cpu);
        blockSize(isa, Extension.ZICBOP, "riscv,cbop-block-size", cpu);
        blockSize(isa, Extension.ZICBOZ, "riscv,cboz-block-size", cpu);
    }

    /** Linux does not use an extension of cache blocks whose size it is not told. */
    private static void blockSize(Isa isa, Extension extension, String property, FdtWriter cpu) {
        if (isa.has(extension)) {
            cpu.cells(property, Isa.CACHE_BLOCK_BYTES);
        }
    }
}
