package dev.slat.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slat.images.GuestImage;
import dev.slat.images.GuestSession;
import dev.slat.images.ImageCache;
import dev.slat.images.ImageException;
import dev.slat.images.Progress;
import dev.slat.machine.ExitStatus;
import dev.slat.machine.RebootPolicy;
import dev.slat.machine.VirtualMachine;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The stock Debian kernel boots to a command and powers off. The image comes from the user's cache,
 * or is fetched into it. With {@code -Dslat.boot=required}, as in CI, a missing image is a failure;
 * otherwise the test is skipped, with the reason.
 */
@Timeout(600)
class DebianBootTest {
    private static final String COMMAND =
            "uname -sm; grep -c ^processor /proc/cpuinfo; awk '/MemTotal/{print $2}' /proc/meminfo;"
                    + " echo $((6 * 7)); exit 7";

    private static GuestImage image;

    @BeforeAll
    static void fetch() throws InterruptedException {
        try {
            image = ImageCache.ofUser(System.getenv()).get(Progress.none());
        } catch (ImageException e) {
            if ("required".equals(System.getProperty("slat.boot"))) {
                fail("no guest image: " + e.getMessage(), e);
            }
            abort("no guest image, so no boot: " + e.getMessage());
        }
    }

    @ParameterizedTest(name = "{0} harts, {1} MiB")
    @CsvSource({"1, 128", "2, 512", "4, 4096"})
    void aCommandRunsInTheGuestWhileSlotsComeAndGo(int harts, long mebibytes)
            throws InterruptedException {
        GuestSession session = GuestSession.of(COMMAND, null);
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        try (VirtualMachine machine =
                VirtualMachine.builder()
                        .memory(mebibytes << 20)
                        .harts(harts)
                        .kernel(image.kernel())
                        .initrd(image.initramfs())
                        .appendInitrd(session.archive())
                        .commandLine("console=ttyS0 quiet panic=-1")
                        .onReboot(RebootPolicy.EXIT)
                        .output(console)
                        .build()) {
            machine.start();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger changes = new AtomicInteger();
            Thread reshaper =
                    Thread.ofPlatform().start(() -> reshape(machine.memory(), stop, changes));
            ExitStatus status = machine.awaitExit();
            stop.set(true);
            reshaper.join();

            String text = console.toString(StandardCharsets.UTF_8).replace("\r", "");
            assertThat(status.kind()).as(text).isEqualTo(ExitStatus.Kind.POWEROFF);
            assertThat(text).contains("slat;" + session.nonce() + ";exit;7");
            List<String> answers = text.substring(text.indexOf("Linux riscv64")).lines().toList();
            assertThat(answers.get(1)).isEqualTo(Integer.toString(harts));
            assertThat(Long.parseLong(answers.get(2)))
                    .isBetween(mebibytes * 1024 * 45 / 100, mebibytes * 1024);
            assertThat(answers.get(3)).isEqualTo("42");
            assertThat(changes).as("slot changes under the running guest").hasPositiveValue();
        }
    }

    /** Adds, logs, moves and deletes a slot far from RAM, all the time. */
    private static void reshape(GuestMemory memory, AtomicBoolean stop, AtomicInteger changes) {
        while (!stop.get()) {
            try (HostMapping mapping = HostMapping.anonymous(1 << 20)) {
                Region region = Region.slot(9).at(0x100_0000_0000L).backedBy(mapping);
                memory.setRegion(region);
                memory.setRegion(region.logDirty());
                memory.setRegion(region.at(0x200_0000_0000L));
                memory.deleteRegion(9);
                changes.incrementAndGet();
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
