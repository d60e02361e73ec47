package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An entry that finds no memory for its section has not happened: nobody could leave it. In a JVM
 * of its own, which is filled up and does not compile sections away.
 */
@Timeout(120)
class NoMemoryTest {
    @Test
    void anEntryWithoutMemoryLeavesTheReaderOutside() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx24m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Ddev.slat.srcu.barrier=" + Srcu.barrier().propertyValue(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                NoMemoryTest.class.getName())
                        .inheritIO()
                        .start();
        assertThat(process.waitFor()).isZero();
    }

    /** Exit status 0 if memory ran out in an entry, and the reader was outside afterwards. */
    public static void main(String[] arguments) {
        Srcu srcu = Srcu.create("full");
        Reader reader = srcu.register();
        reader.enter().close();
        Section[] sections = new Section[1 << 20];
        Object[] full = new Object[1 << 16];
        fill(full);
        boolean found = false;
        try {
            for (int i = 0; i < sections.length; i++) {
                sections[i] = reader.enter();
                sections[i].close();
            }
        } catch (OutOfMemoryError e) {
            full[0] = null; // the largest: from here on there is memory again
            found = true;
        }
        System.exit(found && !reader.isInside() ? 0 : 1);
    }

    private static void fill(Object[] full) {
        int used = 0;
        for (int size = 1 << 20; size >= 1024; size /= 2) {
            try {
                while (used < full.length) {
                    full[used] = new byte[size];
                    used++;
                }
            } catch (OutOfMemoryError e) {
                // the next smaller ones may still fit
            }
        }
    }
}
