package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a file that the user named, with an error that names it. */
public final class BootFile {
    private BootFile() {}

    /**
     * The file's bytes. They are mapped, so a big file takes no room in the Java heap; a file that
     * is not a regular one (a pipe) is read.
     *
     * @param role what messages call it: "kernel", "initrd"
     * @throws BootException when it is missing, unreadable, a folder, empty, or beyond 2 GiB
     */
    public static MemorySegment read(String role, Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw unreadable(role, path, "is a folder", null);
            }
            if (Files.size(path) > Integer.MAX_VALUE - 16) {
                throw unreadable(role, path, "is larger than 2 GiB", null);
            }
            MemorySegment bytes = contents(path);
            if (bytes.byteSize() == 0) {
                throw new BootException(Reason.TRUNCATED, role + " " + path + " is empty");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw unreadable(role, path, "does not exist", e);
        } catch (IOException e) {
            throw unreadable(role, path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static MemorySegment contents(Path path) throws IOException {
        return Files.isRegularFile(path) && Files.size(path) > 0
                ? map(path)
                : MemorySegment.ofArray(Files.readAllBytes(path));
    }

    /** Maps a file until nobody holds the result; the file may be deleted at once. */
    static MemorySegment map(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    private static BootException unreadable(
            String role, Path path, String why, @Nullable Throwable e) {
        String message = role + " " + path + " " + why;
        return e == null
                ? new BootException(Reason.UNREADABLE, message)
                : new BootException(Reason.UNREADABLE, message, e);
    }
}
