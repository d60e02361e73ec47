package dev.slat.srcu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The examples in the library's README compile, run, and stand there as they stand here. */
@Timeout(60)
@SuppressWarnings("MustBeClosedChecker") // who closes an arena, and when, is the point
class ReadmeExamplesTest {
    // example: mapped
    /** A file of longs that is replaced while threads read it. */
    record Table(Arena arena, MemorySegment data) {
        static Table open(Path file) throws IOException {
            Arena arena = Arena.ofShared();
            try (FileChannel channel = FileChannel.open(file)) {
                return new Table(arena, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
            }
        }
    }

    static long sumOf(Srcu srcu, SrcuRef<Table> current) {
        try (Section section = srcu.enter()) {
            MemorySegment data = current.dereference(section).data();
            long sum = 0;
            for (long at = 0; at < data.byteSize(); at += 8) {
                sum += data.get(ValueLayout.JAVA_LONG, at); // not unmapped before the section ends
            }
            return sum;
        }
    }

    static void reload(SrcuRef<Table> current, Path file) throws IOException {
        current.replaceAndRetire(Table.open(file), old -> old.arena().close());
    }

    // end

    // example: loop
    static void serve(
            Srcu srcu, SrcuRef<Table> current, BlockingQueue<Long> requests, AtomicLong out)
            throws InterruptedException {
        try (Reader reader = srcu.register("event loop")) {
            reader.online();
            for (long at = 0; at >= 0; ) {
                Long request = requests.poll();
                if (request == null) {
                    reader.offline(); // may wait for long: grace periods need not
                    request = requests.take();
                    reader.online();
                }
                at = request;
                if (at >= 0) {
                    var data = current.dereference(reader).data();
                    out.addAndGet(data.get(ValueLayout.JAVA_LONG, at));
                }
                reader.quiescent(); // holds nothing now
            }
            reader.offline();
        }
    }

    // end

    // example: handover
    static CompletableFuture<Long> sumLater(Srcu srcu, SrcuRef<Table> current) {
        Handover handover = srcu.down(); // begins here, ends on whatever thread completes it
        MemorySegment data = current.dereference(handover).data();
        return CompletableFuture.supplyAsync(() -> data.get(ValueLayout.JAVA_LONG, 0))
                .whenComplete((value, error) -> handover.up());
    }

    // end

    // example: cookies
    /** Frees by the way, without a thread and without waiting. */
    static final class Attic {
        private record Old(Cookie cookie, Arena arena) {}

        private final ArrayDeque<Old> queue = new ArrayDeque<>();
        private final Srcu srcu;

        Attic(Srcu srcu) {
            this.srcu = srcu;
        }

        void add(Arena unlinked) {
            queue.add(new Old(srcu.startGracePeriod(), unlinked));
        }

        void freeWhatIsOver() {
            while (!queue.isEmpty() && srcu.poll(queue.peek().cookie())) {
                queue.remove().arena().close();
            }
        }
    }

    // end

    @TempDir Path folder;

    private Path file(String name, long... values) throws IOException {
        byte[] bytes = new byte[values.length * 8];
        MemorySegment.ofArray(bytes)
                .copyFrom(MemorySegment.ofArray(values).asSlice(0, bytes.length));
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void mappedFileIsReplacedUnderReaders() throws Exception {
        Path first = file("first", 1, 2, 3);
        Path second = file("second", 10, 20, 30);
        try (Srcu srcu = Srcu.create("tables")) {
            SrcuRef<Table> current = new SrcuRef<>(srcu, Table.open(first));
            Table old = current.get();
            assertThat(sumOf(srcu, current)).isEqualTo(6);
            reload(current, second);
            assertThat(sumOf(srcu, current)).isEqualTo(60);
            srcu.awaitCallbacks();
            assertThat(old.arena().scope().isAlive()).isFalse();
            current.get().arena().close();
        }
    }

    @Test
    void eventLoopLetsGracePeriodsPass() throws Exception {
        try (Srcu srcu = Srcu.create("loop")) {
            SrcuRef<Table> current = new SrcuRef<>(srcu, Table.open(file("loop", 5, 6)));
            BlockingQueue<Long> requests = new LinkedBlockingQueue<>();
            AtomicLong out = new AtomicLong();
            CompletableFuture<Void> loop =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    serve(srcu, current, requests, out);
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            for (int i = 0; i < 100; i++) {
                requests.put(8L);
                srcu.synchronize();
            }
            requests.put(-1L);
            loop.get();
            assertThat(out).hasValue(600);
            current.get().arena().close();
        }
    }

    @Test
    void handedOverSectionEndsOnTheThreadThatCompletes() throws Exception {
        try (Srcu srcu = Srcu.create("requests")) {
            SrcuRef<Table> current = new SrcuRef<>(srcu, Table.open(file("requests", 7)));
            List<CompletableFuture<Long>> sums = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sums.add(sumLater(srcu, current));
            }
            for (CompletableFuture<Long> sum : sums) {
                assertThat(sum.get()).isEqualTo(7);
            }
            srcu.synchronize();
            current.get().arena().close();
        }
    }

    @Test
    void atticFreesByTheWay() {
        try (Srcu srcu = Srcu.create("attic")) {
            Attic attic = new Attic(srcu);
            Arena arena = Arena.ofShared();
            try (var _ = srcu.enter()) {
                attic.add(arena);
                attic.freeWhatIsOver();
                assertThat(arena.scope().isAlive()).isTrue();
            }
            srcu.synchronize();
            attic.freeWhatIsOver();
            assertThat(arena.scope().isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mapped", "loop", "handover", "cookies"})
    void readmeHasTheExample(String name) throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String source =
                Files.readString(
                        module.resolve("src/test/java/dev/slat/srcu/ReadmeExamplesTest.java"));
        int start = source.indexOf("// example: " + name + "\n");
        String example =
                source.substring(source.indexOf('\n', start), source.indexOf("// end", start));
        String readme = Files.readString(module.resolve("README.md"));
        assertThat(readme.replaceAll("\\s+", " "))
                .contains(example.strip().replaceAll("\\s+", " "));
    }
}
