package dev.slat.conformance.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds scenario files. */
final class VectorFiles {
    private static final String SUFFIX = ".kvm";

    private VectorFiles() {}

    /**
     * The files themselves, and those below folders whose name ends in .kvm, sorted by folder.
     *
     * @throws VectorException for a path that does not exist or a folder without such a file
     */
    static List<Path> find(List<Path> paths) {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                List<Path> below = below(path);
                if (below.isEmpty()) {
                    throw new VectorException(path + ": no file *" + SUFFIX + " below");
                }
                files.addAll(below);
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new VectorException(path + ": no such file or folder");
            }
        }
        return files;
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new VectorException(folder + ": cannot be read: " + e.getMessage());
        }
    }
}
