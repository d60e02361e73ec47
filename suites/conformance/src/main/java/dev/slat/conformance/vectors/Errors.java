package dev.slat.conformance.vectors;

import java.util.Map;
import java.util.stream.Collectors;

/** The names of error numbers (Linux, errno(3)) that an answer may be. */
final class Errors {
    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(
                    Map.entry("EPERM", 1),
                    Map.entry("ENOENT", 2),
                    Map.entry("EINTR", 4),
                    Map.entry("EIO", 5),
                    Map.entry("ENXIO", 6),
                    Map.entry("E2BIG", 7),
                    Map.entry("EBADF", 9),
                    Map.entry("EAGAIN", 11),
                    Map.entry("ENOMEM", 12),
                    Map.entry("EACCES", 13),
                    Map.entry("EFAULT", 14),
                    Map.entry("EBUSY", 16),
                    Map.entry("EEXIST", 17),
                    Map.entry("ENODEV", 19),
                    Map.entry("EINVAL", 22),
                    Map.entry("ENOTTY", 25),
                    Map.entry("ENOSPC", 28),
                    Map.entry("ERANGE", 34),
                    Map.entry("ENOSYS", 38),
                    Map.entry("EOPNOTSUPP", 95));

    private static final Map<Integer, String> NAMES =
            NUMBERS.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private Errors() {}

    static boolean isName(String word) {
        return NUMBERS.containsKey(word);
    }

    /** The name of a number; a number that has none here is shown as such. */
    static String name(int number) {
        return NAMES.getOrDefault(number, "errno-" + number);
    }
}
