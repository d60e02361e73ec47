package dev.slat.images.pack;

import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads the files out of a Debian binary package (deb(5)): an ar archive with a tar archive in it.
 */
public final class DebPackage {
    private static final int BUFFER = 1 << 16;

    private DebPackage() {}

    /** Gets the plain files of a package, in the order of the archive. */
    @FunctionalInterface
    public interface FileVisitor {
        /** One file; {@code path} has no leading slash, {@code content} may be left unread. */
        void file(String path, InputStream content) throws IOException;
    }

    /**
     * Shows every plain file of {@code deb} to {@code visitor}.
     *
     * @param share hears how much of the package has been read, 0 to 1
     * @throws IOException if the package cannot be read or is damaged
     */
    public static void read(Path deb, DoubleConsumer share, FileVisitor visitor)
            throws IOException {
        long size = Files.size(deb);
        try (var file = new CountingStream(Files.newInputStream(deb), size, share);
                var ar = new ArArchiveInputStream(new BufferedInputStream(file, BUFFER))) {
            for (ArArchiveEntry entry = ar.getNextEntry();
                    entry != null;
                    entry = ar.getNextEntry()) {
                switch (entry.getName()) {
                    case "data.tar" -> tar(ar, visitor);
                    case "data.tar.gz" -> tar(new GZIPInputStream(ar, BUFFER), visitor);
                    case "data.tar.xz" -> tar(new XZInputStream(ar), visitor);
                    case "data.tar.zst" -> {
                        throughDpkg(deb, visitor);
                        return;
                    }
                    default -> {}
                }
            }
        }
    }

    private static void tar(InputStream stream, FileVisitor visitor) throws IOException {
        var tar = new TarArchiveInputStream(stream);
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            if (entry.isFile()) {
                visitor.file(relative(entry.getName()), tar);
            }
        }
    }

    private static String relative(String name) {
        String path = name.startsWith("./") ? name.substring(2) : name;
        return path.startsWith("/") ? path.substring(1) : path;
    }

    /** Ubuntu compresses with zstd; a machine with such packages has a dpkg that reads them. */
    private static void throughDpkg(Path deb, FileVisitor visitor) throws IOException {
        Process process =
                new ProcessBuilder("dpkg-deb", "--fsys-tarfile", deb.toString())
                        .redirectInput(new File("/dev/null"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var output = process.getInputStream()) {
            tar(output, visitor);
            output.transferTo(OutputStream.nullOutputStream());
            if (process.waitFor() != 0) {
                throw new IOException("dpkg-deb cannot unpack " + deb.getFileName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking " + deb.getFileName(), e);
        } finally {
            process.destroy();
        }
    }
}
