package dev.slat.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the cache holds, written last: files that it does not name do not exist for Slat, and a file
 * that differs from what it says makes the whole cache void, to be fetched again.
 *
 * <p>The check at each start is size and CRC-32, which costs milliseconds where SHA-256 would cost
 * a tenth of a second. It finds torn and damaged files; it is no defence against somebody who can
 * write to the user's own folder, and needs to be none. What came over the network was verified by
 * apt, and the SHA-256 of each package stands here too.
 */
record Manifest(String release, Entry kernel, Entry initramfs, List<String> packages) {
    /** Grows when the content of the initramfs changes, so that older caches are made anew. */
    private static final String HEADER = "slat guest image, form 2";

    private static final String FILE = "manifest";

    /** A file in the cache folder. */
    record Entry(String name, long size, long crc) {
        static Entry of(Path file) throws IOException {
            return new Entry(String.valueOf(file.getFileName()), Files.size(file), crcOf(file));
        }

        boolean matches(Path folder) throws IOException {
            Path file = folder.resolve(name);
            return Files.isRegularFile(file) && Files.size(file) == size && crcOf(file) == crc;
        }

        private static Entry parse(String text) {
            String[] fields = text.split(" ", 3);
            return new Entry(fields[2], Long.parseLong(fields[0]), Long.parseLong(fields[1], 16));
        }

        private String text() {
            return size + " " + Long.toHexString(crc) + " " + name;
        }

        private static long crcOf(Path file) throws IOException {
            var crc = new CRC32();
            byte[] buffer = new byte[1 << 18];
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    crc.update(buffer, 0, n);
                }
            }
            return crc.getValue();
        }
    }

    /**
     * The manifest of {@code folder}, if it can be understood; whether it is true is not checked.
     */
    static Optional<Manifest> read(Path folder) throws IOException {
        try {
            return Optional.of(parse(Files.readAllLines(folder.resolve(FILE))));
        } catch (NoSuchFileException | MalformedInputException e) {
            return Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Manifest parse(List<String> lines) {
        if (!lines.get(0).equals(HEADER) || !lines.getLast().equals("end")) {
            throw new IllegalArgumentException("not a manifest of this form");
        }
        return new Manifest(
                lines.get(1),
                Entry.parse(lines.get(2)),
                Entry.parse(lines.get(3)),
                List.copyOf(lines.subList(4, lines.size() - 1)));
    }

    /** Writes this manifest into {@code folder}, in one step. */
    void write(Path folder) throws IOException {
        var lines = new ArrayList<>(List.of(HEADER, release, kernel.text(), initramfs.text()));
        lines.addAll(packages);
        lines.add("end");
        Path part = folder.resolve(FILE + ".part");
        Files.write(part, lines);
        ImageCache.publish(part, folder.resolve(FILE));
    }

    /** Whether the files are there and are what this manifest says. */
    boolean matches(Path folder) throws IOException {
        return kernel.matches(folder) && initramfs.matches(folder);
    }

    /** The image that this manifest describes. */
    GuestImage image(Path folder) {
        return new GuestImage(
                folder.resolve(kernel.name()), folder.resolve(initramfs.name()), release, packages);
    }
}
