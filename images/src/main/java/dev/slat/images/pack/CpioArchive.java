package dev.slat.images.pack;

import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes a cpio archive in the form "newc" that Linux unpacks into its first root file system.
 *
 * <p>Parent folders appear by themselves. Every entry belongs to root and is as old as the epoch,
 * so the same content is the same bytes. Linux takes several archives one after the other, each
 * padded to four bytes, and a later file replaces an earlier one: this is how a run adds its own
 * part.
 */
public final class CpioArchive implements AutoCloseable {
    private static final int FILE_MODE = 0644;
    private static final int PROGRAM_MODE = 0755;

    private final CpioArchiveOutputStream cpio;
    private final Set<String> folders = new HashSet<>();
    private long inode = 1;

    /** Writes to {@code out}, which {@link #close} closes. */
    public CpioArchive(OutputStream out) {
        this.cpio =
                new CpioArchiveOutputStream(
                        out, CpioConstants.FORMAT_NEW, 512, StandardCharsets.UTF_8.name());
    }

    /** Adds an empty folder. */
    public void folder(String path) throws IOException {
        if (folders.add(path)) {
            parents(path);
            put(path, CpioConstants.C_ISDIR | PROGRAM_MODE, 0, 0, new byte[0]);
        }
    }

    /** Adds a plain file that anyone may read. */
    public void file(String path, byte[] content) throws IOException {
        parents(path);
        put(path, CpioConstants.C_ISREG | FILE_MODE, 0, 0, content);
    }

    /** Adds a file that anyone may run. */
    public void program(String path, byte[] content) throws IOException {
        parents(path);
        put(path, CpioConstants.C_ISREG | PROGRAM_MODE, 0, 0, content);
    }

    /** Adds a symbolic link. */
    public void link(String path, String target) throws IOException {
        parents(path);
        byte[] content = target.getBytes(StandardCharsets.UTF_8);
        put(path, CpioConstants.C_ISLNK | 0777, 0, 0, content);
    }

    /** Adds a character device that only root may use. */
    public void characterDevice(String path, int major, int minor) throws IOException {
        parents(path);
        put(path, CpioConstants.C_ISCHR | 0600, major, minor, new byte[0]);
    }

    private void parents(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            folder(path.substring(0, slash));
        }
    }

    private void put(String path, int mode, int major, int minor, byte[] content)
            throws IOException {
        var entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, path, content.length);
        entry.setMode(mode);
        entry.setInode(inode++);
        entry.setNumberOfLinks(1);
        entry.setTime(0);
        entry.setRemoteDeviceMaj(major);
        entry.setRemoteDeviceMin(minor);
        cpio.putArchiveEntry(entry);
        cpio.write(content);
        cpio.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        cpio.close();
    }
}
