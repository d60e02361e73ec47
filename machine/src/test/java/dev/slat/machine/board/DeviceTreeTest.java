package dev.slat.machine.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.machine.fdt.FdtTree;
import dev.slat.machine.loader.GuestRange;
import dev.slat.machine.loader.Placement;
import dev.slat.riscv.Extension;
import dev.slat.riscv.Isa;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Map;

class DeviceTreeTest {
    private static final GuestRange INITRD = new GuestRange(0x8800_0000L, 0x8800_1234L);

    private static Map<String, byte[]> tree(int harts, GuestRange initrd) {
        return FdtTree.parse(
                DeviceTree.describe(
                        harts, Isa.all(), 1 << 29, false, "console=ttyS0", initrd, new byte[64]));
    }

    @Test
    void chosenNodeCarriesTheBootArguments() {
        var tree = tree(1, INITRD);
        assertThat(FdtTree.string(tree.get("/chosen/bootargs"))).isEqualTo("console=ttyS0");
        assertThat(ByteBuffer.wrap(tree.get("/chosen/linux,initrd-start")).getLong())
                .isEqualTo(INITRD.start());
        assertThat(ByteBuffer.wrap(tree.get("/chosen/linux,initrd-end")).getLong())
                .isEqualTo(INITRD.end());
        assertThat(tree.get("/chosen/rng-seed")).hasSize(64);
        String console = FdtTree.string(tree.get("/chosen/stdout-path"));
        assertThat(tree).containsKey(console + "/reg");
    }

    @Test
    void withoutAnInitrdNoneIsNamed() {
        assertThat(tree(1, GuestRange.EMPTY)).doesNotContainKey("/chosen/linux,initrd-start");
    }

    @Test
    void memoryNodeTellsBaseAndSize() {
        ByteBuffer reg = ByteBuffer.wrap(tree(1, INITRD).get("/memory@80000000/reg"));
        assertThat(reg.getLong()).isEqualTo(0x8000_0000L);
        assertThat(reg.getLong()).isEqualTo(1 << 29);
    }

    @Test
    void everyHartHasItsNodeAndItsTwoPlicContexts() {
        var tree = tree(3, INITRD);
        ByteBuffer contexts = ByteBuffer.wrap(tree.get("/soc/plic@c000000/interrupts-extended"));
        for (int hart = 0; hart < 3; hart++) {
            String cpu = "/cpus/cpu@" + hart;
            assertThat(tree.get(cpu + "/reg")).containsExactly(0, 0, 0, hart);
            int phandle = ByteBuffer.wrap(tree.get(cpu + "/interrupt-controller/phandle")).getInt();
            assertThat(contexts.getInt()).isEqualTo(phandle);
            assertThat(contexts.getInt()).isEqualTo(-1);
            assertThat(contexts.getInt()).isEqualTo(phandle);
            assertThat(contexts.getInt()).isEqualTo(9);
        }
        assertThat(contexts.hasRemaining()).isFalse();
        assertThat(tree).doesNotContainKey("/cpus/cpu@3/reg");
    }

    @Test
    void firmwareFindsTheClintAndItsPlicContexts() {
        assertThat(tree(1, INITRD)).doesNotContainKey("/soc/clint@2000000/reg");
        var tree =
                FdtTree.parse(
                        DeviceTree.describe(
                                2, Isa.all(), 1 << 29, true, "", GuestRange.EMPTY, new byte[64]));
        ByteBuffer clint = ByteBuffer.wrap(tree.get("/soc/clint@2000000/interrupts-extended"));
        ByteBuffer plic = ByteBuffer.wrap(tree.get("/soc/plic@c000000/interrupts-extended"));
        for (int hart = 0; hart < 2; hart++) {
            int phandle = clint.getInt();
            assertThat(clint.getInt()).isEqualTo(3);
            assertThat(clint.getInt()).isEqualTo(phandle);
            assertThat(clint.getInt()).isEqualTo(7);
            assertThat(plic.getInt()).isEqualTo(phandle);
            assertThat(plic.getInt()).isEqualTo(11);
            assertThat(plic.getInt()).isEqualTo(phandle);
            assertThat(plic.getInt()).isEqualTo(9);
        }
    }

    @Test
    void isaIsToldInBothFormsAsItIs() {
        Isa isa = Isa.of(Extension.C, Extension.D, Extension.ZICBOZ);
        var tree =
                FdtTree.parse(
                        DeviceTree.describe(
                                1, isa, 1 << 29, false, "", GuestRange.EMPTY, new byte[64]));
        assertThat(FdtTree.string(tree.get("/cpus/cpu@0/riscv,isa"))).isEqualTo(isa.toString());
        assertThat(FdtTree.string(tree.get("/cpus/cpu@0/riscv,isa-extensions")).split("\0"))
                .containsExactly("i", "f", "d", "c", "zicboz", "zicsr", "zca", "zcd");
        assertThat(tree.get("/cpus/cpu@0/riscv,cboz-block-size")).containsExactly(0, 0, 0, 64);
        assertThat(tree).doesNotContainKey("/cpus/cpu@0/riscv,cbom-block-size");
    }

    @Test
    void largestBoardFitsItsRoom() {
        byte[] blob =
                DeviceTree.describe(
                        BoardLayout.MAX_HARTS,
                        Isa.all(),
                        1L << 40,
                        true,
                        "x".repeat(1 << 16),
                        INITRD,
                        new byte[64]);
        assertThat(blob.length).isLessThan(Placement.DEVICE_TREE_ROOM);
    }
}
