package dev.slat.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeCacheTest {
    private static final int PAGES = CodeCache.MAX_PAGES + 10;

    @Test
    void aGuestThatJumpsEverywhereCannotGrowTheCacheWithoutEnd() {
        try (TestMachine machine = new TestMachine(1 << 20)) {
            byte[] nops = new byte[16 * CodePage.SIZE];
            for (int i = 0; i < nops.length; i += 2) {
                nops[i] = 1; // c.nop: a block from every offset
            }
            machine.write(TestMachine.RAM, nops);
            CodeCache code = machine.hart.code;
            int most = 0;
            for (long pc = TestMachine.RAM; pc < TestMachine.RAM + nops.length; pc += 2) {
                assertThat(code.lookup(pc).ops.length).isPositive();
                most = Math.max(most, code.decodedOps());
            }
            assertThat(most).isBetween(CodeCache.MAX_OPS / 2, CodeCache.MAX_OPS);
            assertThat(code.decodedOps()).isLessThan(most);
        }
    }

    @Test
    void aGuestThatRunsAllItsMemoryGetsItsCodeDecodedAnew() {
        try (TestMachine machine = new TestMachine(PAGES * (long) CodePage.SIZE)) {
            CodeCache code = machine.hart.code;
            Block first = code.lookup(TestMachine.RAM);
            assertThat(code.lookup(TestMachine.RAM)).isSameAs(first);
            for (int page = 1; page < PAGES; page++) {
                code.lookup(TestMachine.RAM + page * (long) CodePage.SIZE);
            }
            assertThat(code.lookup(TestMachine.RAM)).isNotSameAs(first);
        }
    }
}
