package dev.slat.conformance.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** Slat's guest memory does what the real KVM did, in every golden scenario and in random ones. */
class SlatMachineTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @Test
    void everyGoldenAnswerIsSlatsAnswer() {
        boolean equal = Replay.of(List.of(GoldenVectors.FOLDER), SlatMachine::create, out);
        assertThat(equal).as("%s", text).isTrue();
        assertThat(text.toString().lines()).containsExactly("279 passed, 0 failed");
    }

    @Test
    void randomScenariosHaveTheAnswersOfThisHostsKvm(@TempDir Path folder) {
        assumeThat(KvmMachine.isThere()).as("there is no /dev/kvm").isTrue();
        boolean equal = AgainstKvm.run(1, 20, SlatMachine::create, folder, out);
        assertThat(equal).as("%s", text).isTrue();
    }
}
