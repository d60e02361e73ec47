package dev.slat.conformance;

import static dev.slat.assembler.Register.A0;
import static dev.slat.assembler.Register.A1;
import static dev.slat.assembler.Register.A6;
import static dev.slat.assembler.Register.A7;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.assembler.Assembler;
import dev.slat.machine.ExitStatus;
import dev.slat.machine.VirtualMachine;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example in the README compiles, runs, and stands there as it stands here. */
@Timeout(60)
class ReadmeExampleTest {
    private static ExitStatus example(Path kernel) throws InterruptedException {
        // README
        try (var machine =
                VirtualMachine.builder().kernel(kernel).memory(512 << 20).harts(2).build()) {
            machine.start();

            var extra = HostMapping.anonymous(64 << 20);
            var region = Region.slot(1).at(0x1_0000_0000L).backedBy(extra).logDirty();
            machine.memory().setRegion(region); // the guest runs on
            long[] written = machine.memory().dirtyLog(1); // one bit a page: get and clear
            machine.memory().deleteRegion(1); // returns when nobody can reach it any more
            extra.close(); // so this is safe, at once

            System.out.println(written.length * 64L + " pages were watched");
            return machine.awaitExit();
        }
        // end
    }

    @Test
    void exampleRuns(@TempDir Path folder) throws IOException, InterruptedException {
        // A kernel Image (Documentation/arch/riscv/boot-image-header.rst) that powers itself off by
        // SBI SRST.
        byte[] image =
                Assembler.at(0x8020_0000L)
                        .j("start")
                        .word(0)
                        .dword(0x20_0000, 4096, 0)
                        .word(2, 0)
                        .dword(0, 0x5643534952L)
                        .word(0x05435352, 0)
                        .label("start")
                        .li(A7, 0x53525354)
                        .li(A6, 0)
                        .li(A0, 0)
                        .li(A1, 0)
                        .ecall()
                        .assemble()
                        .bytes();
        Path kernel = folder.resolve("Image");
        Files.write(kernel, image);
        assertThat(example(kernel).isSuccess()).isTrue();
    }

    @Test
    void readmeHasTheExample() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String source =
                Files.readString(
                        module.resolve(
                                "src/test/java/dev/slat/conformance/ReadmeExampleTest.java"));
        String example =
                source.substring(source.indexOf("// README\n") + 10, source.indexOf("// end"));
        String readme = Files.readString(module.getParent().getParent().resolve("README.md"));
        assertThat(readme.replaceAll("\\s+", " "))
                .contains(example.strip().replaceAll("\\s+", " "));
    }
}
