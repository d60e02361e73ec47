package dev.slat.machine.fdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

class FdtWriterTest {
    @Test
    void everyKindOfPropertyReadsBack() {
        byte[] blob =
                new FdtWriter()
                        .begin("")
                        .cells("cells", 1, -1)
                        .begin("child@1")
                        .longs("longs", 0x1_0000_0002L)
                        .strings("strings", "a", "bc")
                        .flag("flag")
                        .bytes("bytes", new byte[] {1, 2, 3, 4, 5})
                        .end()
                        .end()
                        .toBytes();
        var tree = FdtTree.parse(blob);
        assertThat(tree.get("/cells")).containsExactly(0, 0, 0, 1, -1, -1, -1, -1);
        assertThat(tree.get("/child@1/longs")).containsExactly(0, 0, 0, 1, 0, 0, 0, 2);
        assertThat(tree.get("/child@1/strings")).containsExactly('a', 0, 'b', 'c', 0);
        assertThat(tree.get("/child@1/flag")).isEmpty();
        assertThat(tree.get("/child@1/bytes")).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void nameUsedTwiceIsStoredOnce() {
        byte[] blob =
                new FdtWriter()
                        .begin("")
                        .begin("a")
                        .flag("distinctive")
                        .end()
                        .begin("b")
                        .flag("distinctive")
                        .end()
                        .end()
                        .toBytes();
        String text = new String(blob, ISO_8859_1);
        assertThat(text.indexOf("distinctive")).isEqualTo(text.lastIndexOf("distinctive"));
        assertThat(FdtTree.parse(blob)).containsKeys("/a/distinctive", "/b/distinctive");
    }

    @Test
    void wrongNestingIsRefused() {
        assertThatThrownBy(() -> new FdtWriter().begin("").toBytes())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FdtWriter().end()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new FdtWriter().begin("").begin("a").end().flag("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late");
        assertThatThrownBy(() -> new FdtWriter().begin("").strings("s", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
