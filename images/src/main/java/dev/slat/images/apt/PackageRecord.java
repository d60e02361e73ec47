package dev.slat.images.apt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A package as the signed index of an archive describes it.
 *
 * @param name its name
 * @param version its version
 * @param sha256 the hash of its file, in hexadecimal
 * @param size the size of its file in bytes
 * @param depends the names of the packages it depends on, first alternatives only
 */
public record PackageRecord(
        String name, String version, String sha256, long size, List<String> depends) {

    /** Copies what it is given. */
    public PackageRecord {
        depends = List.copyOf(depends);
    }

    /** The records in the output of {@code apt-cache show}. */
    static List<PackageRecord> parse(String text) {
        return Arrays.stream(text.split("\n\\s*\n", -1))
                .map(PackageRecord::fields)
                .filter(fields -> fields.containsKey("Package"))
                .map(PackageRecord::of)
                .toList();
    }

    private static PackageRecord of(Map<String, String> fields) {
        String depends =
                fields.getOrDefault("Pre-Depends", "") + "," + fields.getOrDefault("Depends", "");
        return new PackageRecord(
                fields.getOrDefault("Package", ""),
                fields.getOrDefault("Version", ""),
                fields.getOrDefault("SHA256", ""),
                Long.parseLong(fields.getOrDefault("Size", "0")),
                names(depends).toList());
    }

    private static Stream<String> names(String depends) {
        return Arrays.stream(depends.split(",", -1))
                .map(relation -> relation.split("[|(\\[]", 2)[0].strip())
                .map(name -> name.split(":", 2)[0])
                .filter(name -> !name.isEmpty());
    }

    private static Map<String, String> fields(String record) {
        Map<String, String> fields = new TreeMap<>();
        record.lines()
                .filter(line -> !line.startsWith(" ") && line.indexOf(':') > 0)
                .forEach(
                        line ->
                                fields.put(
                                        line.substring(0, line.indexOf(':')),
                                        line.substring(line.indexOf(':') + 1).strip()));
        return fields;
    }
}
