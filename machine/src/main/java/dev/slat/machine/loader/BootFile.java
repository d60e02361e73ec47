package dev.slat.machine.loader;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that the user named, with an error that names it. */
public final class BootFile {
    private BootFile() {}

    /**
     * The file's bytes.
     *
     * @param role what messages call it: "kernel", "initrd"
     * @throws BootException when it is missing, unreadable, a folder, empty, or beyond 2 GiB
     */
    public static byte[] read(String role, Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw unreadable(role, path, "is a folder", null);
            }
            if (Files.size(path) > Integer.MAX_VALUE - 16) {
                throw unreadable(role, path, "is larger than 2 GiB", null);
            }
            byte[] bytes = Files.readAllBytes(path);
            if (bytes.length == 0) {
                throw new BootException(Reason.TRUNCATED, role + " " + path + " is empty");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw unreadable(role, path, "does not exist", e);
        } catch (IOException e) {
            throw unreadable(role, path, "cannot be read: " + e.getMessage(), e);
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
