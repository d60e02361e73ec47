package dev.slat.images.apt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The release that the host runs, from os-release(5).
 *
 * @param ubuntu whether it is Ubuntu or made from it; otherwise it is taken for a Debian
 * @param codenames the names of the release, as suites of an archive
 */
record HostRelease(boolean ubuntu, Set<String> codenames) {
    private static final Path FILE = Path.of("/etc/os-release");

    static HostRelease read() {
        try {
            return parse(Files.readString(FILE));
        } catch (IOException e) {
            return new HostRelease(false, Set.of());
        }
    }

    static HostRelease parse(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            int sign = line.indexOf('=');
            if (sign > 0) {
                fields.put(
                        line.substring(0, sign),
                        line.substring(sign + 1).replace("\"", "").strip());
            }
        }
        String like = fields.getOrDefault("ID", "") + " " + fields.getOrDefault("ID_LIKE", "");
        var names = new LinkedHashSet<String>();
        for (String key : List.of("UBUNTU_CODENAME", "DEBIAN_CODENAME", "VERSION_CODENAME")) {
            if (fields.containsKey(key)) {
                names.add(fields.get(key));
            }
        }
        return new HostRelease(List.of(like.split(" ", -1)).contains("ubuntu"), Set.copyOf(names));
    }

    /** The names under which an archive offers releases that may be newer, oldest first. */
    List<String> newer() {
        return ubuntu ? List.of("devel") : List.of("stable", "testing", "unstable");
    }
}
