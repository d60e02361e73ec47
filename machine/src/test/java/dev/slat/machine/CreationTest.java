package dev.slat.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.assembler.Assembler;
import dev.slat.machine.Creation.Point;
import dev.slat.machine.ExitStatus.Kind;
import dev.slat.memory.host.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A machine that cannot get everything leaves nothing behind. Its RAM here is more than half of the
 * window, and host memory can only go back when no slot, so no view, no device and no reader keeps
 * it: if anything is left, the next machine finds no room.
 */
@Timeout(120)
class CreationTest {
    private static final long RAM = 0x8000_0000L;
    private static final long MOST = Window.size() / 2 + (1L << 30);

    @TempDir private Path folder;
    private Path kernel;
    private Set<Thread> before;

    @BeforeEach
    void kernelThatLoops() throws IOException {
        kernel = folder.resolve("payload");
        byte[] code = Assembler.at(RAM).label("x").j("x").assemble().bytes();
        Files.write(kernel, code);
        before = threads();
    }

    private VirtualMachineBuilder machine() {
        return VirtualMachine.builder().memory(MOST).harts(2).rawKernel(kernel);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("hart-.*|machine"))
                .collect(Collectors.toSet());
    }

    /** Fails at the {@code count}th time that a point is passed. */
    private static Creation failing(Point failing, int count) {
        int[] left = {count};
        return point -> {
            if (point == failing && --left[0] == 0) {
                throw new OutOfMemoryError("injected at " + failing);
            }
        };
    }

    @AfterEach
    void thereIsRoomForAnother() throws InterruptedException {
        try (VirtualMachine next = machine().build()) {
            next.start();
            next.stop();
            assertThat(next.awaitExit().kind()).isEqualTo(Kind.STOPPED);
        }
        assertThat(threads()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"HART_THREAD", "INPUT_THREAD", "SUPERVISOR_THREAD"},
            mode = EnumSource.Mode.EXCLUDE)
    void machineThatCannotBeBuiltLeavesNothingBehind(Point point) {
        for (int count : point == Point.HART ? List.of(1, 2) : List.of(1)) {
            VirtualMachineBuilder builder = machine().creation(failing(point, count));
            assertThatThrownBy(builder::build).hasMessage("injected at " + point);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"HART_THREAD", "INPUT_THREAD", "SUPERVISOR_THREAD"})
    void machineThatCannotBeStartedHasEndedAndCanBeClosed(Point point) throws Exception {
        for (int count : point == Point.HART_THREAD ? List.of(1, 2) : List.of(1)) {
            VirtualMachine vm = machine().creation(failing(point, count)).build();
            assertThatThrownBy(vm::start).hasMessage("injected at " + point);
            assertThat(vm.awaitExit().kind()).isEqualTo(Kind.CRASH);
            assertThatThrownBy(vm::start).isInstanceOf(IllegalStateException.class);
            assertThat(threads()).as("no hart is left running").isEqualTo(before);
            vm.stop();
            vm.close();
            vm.close();
        }
    }
}
