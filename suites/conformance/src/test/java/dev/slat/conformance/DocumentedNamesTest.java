package dev.slat.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names that the documents give to code are names that the code has. */
class DocumentedNamesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    /** {@code Class} or {@code Class.member} in code font, perhaps with a parameter list. */
    private static final Pattern NAME =
            Pattern.compile(
                    "`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z_0-9]+))?(?:\\(.*?\\))?`");

    /** Types of the JDK that the documents name. */
    private static final List<String> FOREIGN =
            List.of("MemorySegment", "VarHandle", "Arena", "Unsafe", "Image", "Class");

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> f.toString().contains("/src/"))
                            .toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                sources.merge(name, Files.readString(file), String::concat);
            }
        }
        return sources;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SYNCHRONIZATION.md", "GLOSSARY.md", "ARCHITECTURE.md", "CONTRIBUTING.md"})
    void everyNameExists(String document) throws IOException {
        assertThat(unknownNames(Files.readString(ROOT.resolve(document)), sources())).isEmpty();
    }

    @Test
    void aNameThatIsGoneIsFound() throws IOException {
        assertThat(unknownNames("`GuestMemory.bogus` and `NoSuchClass`", sources()))
                .containsExactly("GuestMemory.bogus", "NoSuchClass");
    }

    private static List<String> unknownNames(String text, Map<String, String> sources) {
        List<String> unknown = new ArrayList<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            String type = matcher.group(1);
            String member = matcher.group(2);
            if (FOREIGN.contains(type)) {
                continue;
            }
            String source = sources.get(type);
            if (source == null) {
                unknown.add(type);
            } else if (member != null
                    && !Pattern.compile("\\b" + member + "\\b").matcher(source).find()) {
                unknown.add(type + "." + member);
            }
        }
        return unknown;
    }
}
