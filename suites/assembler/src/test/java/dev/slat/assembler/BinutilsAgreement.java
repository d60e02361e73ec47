package dev.slat.assembler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * By hand, where riscv64 binutils are installed: feeds the GNU assembler the text of random
 * instructions of every row and compares its words with ours. Arguments: instructions per row,
 * seed, and optionally the file to write as the golden table of {@link InstructionTest}.
 */
final class BinutilsAgreement {
    private static final String MARCH =
            "rv64gc_zba_zbb_zbc_zbs_zbkb_zbkc_zbkx_zknd_zkne_zknh_zksed_zksh"
                    + "_zicbom_zicboz_zawrs_zihintpause_zfh_svinval";

    /** What binutils 2.40 does not know; its words are in manual.tsv. */
    static final Set<Extension> UNKNOWN =
            EnumSet.of(
                    Extension.ZICOND,
                    Extension.ZIMOP,
                    Extension.ZABHA,
                    Extension.ZFA,
                    Extension.ZCB,
                    Extension.ZCMOP);

    private BinutilsAgreement() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int perRow = Integer.parseInt(args[0]);
        Random random = new Random(Long.parseLong(args[1]));
        List<Integer> words = new ArrayList<>();
        for (Instruction row : Instruction.values()) {
            if (UNKNOWN.contains(row.extension())) {
                continue;
            }
            for (int i = 0; i < perRow; i++) {
                words.add(row.encode(RandomOperands.of(row, random)));
            }
        }
        List<String> texts = words.stream().map(Disassembler::text).toList();
        ByteBuffer theirs = ByteBuffer.wrap(assemble(texts)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> golden = new ArrayList<>();
        int differences = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean compressed = Instruction.length(words.get(i)) == 2;
            int word = compressed ? theirs.getShort() & 0xffff : theirs.getInt();
            golden.add((compressed ? "%04x" : "%08x").formatted(word) + "\t" + texts.get(i));
            if (word != words.get(i)) {
                differences++;
                System.out.printf("%s: as %x, ours %x%n", texts.get(i), word, words.get(i));
            }
        }
        System.out.printf("%d words, %d differ%n", words.size(), differences);
        if (args.length > 2) {
            golden.addFirst("# What the GNU assembler makes of each text (BinutilsAgreement).");
            Files.write(Path.of(args[2]), golden);
        }
    }

    private static byte[] assemble(List<String> texts) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("binutils");
        List<String> source = new ArrayList<>(List.of(".option norelax"));
        for (String text : texts) {
            source.add(text.startsWith("c.") ? ".option rvc" : ".option norvc");
            source.add(text);
        }
        Files.write(folder.resolve("in.s"), source);
        run(folder, "riscv64-linux-gnu-as -march=" + MARCH + " -o out.o in.s");
        run(folder, "riscv64-linux-gnu-objcopy -O binary -j .text out.o out.bin");
        return Files.readAllBytes(folder.resolve("out.bin"));
    }

    private static void run(Path folder, String command) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(command.split(" ", -1));
        int status =
                new ProcessBuilder(words).directory(folder.toFile()).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(command + " ended with " + status);
        }
    }
}
