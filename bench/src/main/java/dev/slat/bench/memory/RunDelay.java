package dev.slat.bench.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a thread has waited for a processor although it could run: the second number of its
 * schedstat (Linux, Documentation/scheduler/sched-stats.rst), in nanoseconds. It grows when the
 * thread gets its processor back.
 *
 * <p>One thread.
 */
final class RunDelay implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer text = ByteBuffer.allocate(128);

    private RunDelay(FileChannel file) {
        this.file = file;
    }

    /**
     * Of a thread of this process.
     *
     * @param name the thread's, at most 15 characters, which no other has
     * @throws IOException the kernel does not tell, or there is no such thread
     */
    static RunDelay of(String name) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).strip().equals(name)) {
                    return new RunDelay(FileChannel.open(task.resolve("schedstat")));
                }
            }
        }
        throw new IOException("no thread " + name);
    }

    long nanos() throws IOException {
        text.clear();
        file.read(text, 0);
        String line = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return Long.parseLong(line.split(" ", -1)[1]);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
