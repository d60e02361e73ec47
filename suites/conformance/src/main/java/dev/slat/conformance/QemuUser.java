package dev.slat.conformance;

import dev.slat.assembler.Program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's qemu-user, which runs a batch as a Linux process: the reference. */
final class QemuUser {
    private static final String COMMAND = "qemu-riscv64";

    /** What the generator makes beyond RV64GC. */
    private static final String PROCESSOR =
            "rv64,zba=true,zbb=true,zbc=true,zbs=true,zbkb=true,zbkc=true,zbkx=true"
                    + ",zknd=true,zkne=true,zknh=true,zksed=true,zksh=true,Zfh=true";

    private static final long PATIENCE_SECONDS = 60;

    private QemuUser() {}

    /** Whether the command can be found. */
    static boolean installed() {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, COMMAND))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The blocks that the batch leaves behind.
     *
     * @throws IllegalStateException if the program does not end, or not well: a fault of the
     *     generator, or of qemu
     */
    static List<Block> run(Batch batch) {
        return batch.blocks(run(batch.program(), batch.entry(), "-cpu", PROCESSOR));
    }

    /**
     * What a program writes to its standard output.
     *
     * @param options of qemu
     * @throws IllegalStateException as above
     */
    static byte[] run(Program program, long entry, String... options) {
        try {
            Path folder = Files.createTempDirectory("slat-differential");
            Path elf = folder.resolve("batch.elf");
            Path output = folder.resolve("output");
            try {
                Files.write(elf, ElfImage.of(program, entry));
                if (!elf.toFile().setExecutable(true)) {
                    throw new IOException("cannot make executable: " + elf);
                }
                List<String> command = new ArrayList<>(List.of(COMMAND));
                command.addAll(List.of(options));
                command.add(elf.toString());
                run(command, output);
                return Files.readAllBytes(output);
            } finally {
                Files.deleteIfExists(elf);
                Files.deleteIfExists(output);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while qemu ran", e);
        }
    }

    private static void run(List<String> command, Path output)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("qemu does not end");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("qemu ended with status " + process.exitValue());
        }
    }
}
