package dev.slat.conformance.vectors;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code key=value} words of an operation or an answer, each taken exactly once. Every method
 * throws {@link IllegalArgumentException} for what the format does not allow.
 */
final class Arguments {
    private final Map<String, String> values = new LinkedHashMap<>();

    Arguments(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is no key=value");
            }
            if (values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + word + "' comes twice");
            }
        }
    }

    /** Nothing may be left. */
    void end() {
        for (Map.Entry<String, String> left : values.entrySet()) {
            throw new IllegalArgumentException(
                    "'" + left.getKey() + "=" + left.getValue() + "' is not known here");
        }
    }

    @Nullable String optional(String key) {
        return values.remove(key);
    }

    String text(String key) {
        String value = values.remove(key);
        if (value == null) {
            throw new IllegalArgumentException(key + "= is missing");
        }
        return value;
    }

    long number(String key) {
        return Numbers.parse(text(key));
    }

    long number(String key, long otherwise) {
        String value = values.remove(key);
        return value == null ? otherwise : Numbers.parse(value);
    }

    int number32(String key) {
        return Numbers.parse32(text(key));
    }

    /** 0 or 1; 0 if it is not there. */
    boolean flag(String key) {
        String value = values.remove(key);
        if (value == null || value.equals("0")) {
            return false;
        }
        if (value.equals("1")) {
            return true;
        }
        throw new IllegalArgumentException("'" + key + "=" + value + "' is neither 0 nor 1");
    }

    /** {@code buf=bad}, or nothing. */
    boolean badBuffer() {
        String value = values.remove("buf");
        if (value != null && !value.equals("bad")) {
            throw new IllegalArgumentException("'buf=" + value + "' is not buf=bad");
        }
        return value != null;
    }

    /** The length of an access. */
    int length() {
        return checkLength(number("len"));
    }

    int length(int otherwise) {
        return checkLength(number("len", otherwise));
    }

    private static int checkLength(long length) {
        if (length != 1 && length != 2 && length != 4 && length != 8) {
            throw new IllegalArgumentException("length " + length + " is not 1, 2, 4 or 8");
        }
        return (int) length;
    }

    /** A host address: {@code A+0x2000} or a plain number. */
    long userAddress() {
        String text = text("hva");
        if (text.length() > 1 && HostRegion.isName(text.charAt(0)) && text.charAt(1) == '+') {
            return HostRegion.start(text.charAt(0)) + Numbers.parse(text.substring(2));
        }
        return Numbers.parse(text);
    }
}
