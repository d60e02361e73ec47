package dev.slat.riscv;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads ISA strings; see {@link Isa#parse}. */
final class IsaParser {
    private static final String BASE = "rv64";

    /** One letter of an extension, with a version; s, x and z begin a longer name. */
    private static final Pattern LETTER = Pattern.compile("([a-rt-wy])(\\d+p\\d+)?");

    /** A longer name, with a version. */
    private static final Pattern NAME = Pattern.compile("([a-z0-9]+?)(\\d+p\\d+)?");

    /** What {@code g} stands for. */
    private static final List<Extension> GENERAL =
            List.of(
                    Extension.I,
                    Extension.M,
                    Extension.A,
                    Extension.F,
                    Extension.D,
                    Extension.ZICSR,
                    Extension.ZIFENCEI);

    private static final Map<String, Extension> BY_NAME = new HashMap<>();

    static {
        for (Extension extension : Extension.values()) {
            BY_NAME.put(extension.isaName(), extension);
        }
    }

    private final String text;
    private final EnumSet<Extension> named = EnumSet.noneOf(Extension.class);

    private IsaParser(String text) {
        this.text = text;
    }

    static EnumSet<Extension> parse(String text) {
        IsaParser parser = new IsaParser(text);
        parser.read();
        return parser.named;
    }

    private void read() {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(BASE)) {
            throw bad("it does not begin with rv64");
        }
        String[] parts = lower.substring(BASE.length()).split("_", -1);
        String first = readLetters(parts[0]);
        if (!first.isEmpty()) {
            readName(first);
        }
        for (int i = 1; i < parts.length; i++) {
            String rest = readLetters(parts[i]);
            if (!rest.isEmpty() || parts[i].isEmpty()) {
                readName(rest);
            }
        }
        if (!named.contains(Extension.I)) {
            throw bad("it has no base: i or g must be there");
        }
    }

    /** Reads the letters at the start; gives what is behind them. */
    private String readLetters(String part) {
        Matcher letter = LETTER.matcher(part);
        int at = 0;
        while (at < part.length() && letter.region(at, part.length()).lookingAt()) {
            at = letter.end();
            String name = letter.group(1);
            if (name.equals("g")) {
                named.addAll(GENERAL);
            } else {
                add(name, BY_NAME.get(name));
            }
        }
        return part.substring(at);
    }

    private void readName(String part) {
        Matcher name = NAME.matcher(part);
        add(part, name.matches() ? BY_NAME.get(name.group(1)) : null);
    }

    private void add(String name, @Nullable Extension extension) {
        if (extension == null) {
            throw bad("there is no extension '" + name + "' here");
        }
        named.add(extension);
    }

    private IllegalArgumentException bad(String why) {
        return new IllegalArgumentException("ISA '" + text + "': " + why);
    }
}
