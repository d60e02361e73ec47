package dev.slat.conformance.vectors;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a scenario file. Strict: what the format does not describe is an error that names the file,
 * the line and what is wrong there. One thread; one parser per file.
 */
final class VectorParser {
    /** The format's own limit. */
    private static final int MAX_LINE = 64 << 10;

    private static final String ARROW = "->";

    private final Path file;
    private final List<Vector.Step> steps = new ArrayList<>();
    private @Nullable Needs needs;
    private List<String> kernels = List.of();

    private VectorParser(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws VectorException if it cannot be read or is no scenario
     */
    static Vector parse(Path file) {
        try {
            return parse(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new VectorException(file + ": no such file");
        } catch (MalformedInputException e) {
            throw new VectorException(file + ": is no text");
        } catch (IOException e) {
            throw new VectorException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads the lines of a scenario.
     *
     * @param file where they are, or a name for them
     * @throws VectorException if they are no scenario
     */
    static Vector parse(Path file, List<String> lines) {
        return new VectorParser(file).parse(lines);
    }

    private Vector parse(List<String> lines) {
        int number = 0;
        for (String line : lines) {
            number++;
            try {
                line(number, line);
            } catch (IllegalArgumentException e) {
                throw new VectorException(
                        "%s:%d: %s: %s".formatted(file, number, e.getMessage(), shortened(line)));
            }
        }
        if (needs == null || kernels.isEmpty()) {
            throw new VectorException(
                    "%s:%d: the line '%s' is missing"
                            .formatted(
                                    file,
                                    Math.max(1, number),
                                    lines.isEmpty()
                                            ? "vector 1"
                                            : needs == null ? "needs ..." : "kernels ..."));
        }
        return new Vector(file, needs, kernels, List.copyOf(steps));
    }

    private static String shortened(String line) {
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private void line(int number, String line) {
        if (line.length() > MAX_LINE) {
            throw new IllegalArgumentException("longer than " + MAX_LINE + " bytes");
        }
        if (number == 1) {
            if (!line.equals("vector 1")) {
                throw new IllegalArgumentException("the first line is not 'vector 1'");
            }
            return;
        }
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        List<String> words = Arrays.asList(line.split(" ", -1));
        if (words.contains("")) {
            throw new IllegalArgumentException("words are not separated by one space");
        }
        switch (words.getFirst()) {
            case "needs" -> needs(words);
            case "kernels" -> kernels(words);
            default -> step(number, words);
        }
    }

    private void needs(List<String> words) {
        if (needs != null || words.size() != 2) {
            throw new IllegalArgumentException("one 'needs WHAT' is allowed");
        }
        needs = Needs.of(words.get(1));
    }

    private void kernels(List<String> words) {
        if (!kernels.isEmpty() || words.size() < 2) {
            throw new IllegalArgumentException("one 'kernels NAME=RELEASE ...' is allowed");
        }
        List<String> names = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1 || names.contains(word.substring(0, equals))) {
                throw new IllegalArgumentException("'" + word + "' is no new NAME=RELEASE");
            }
            names.add(word.substring(0, equals));
        }
        kernels = List.copyOf(names);
    }

    private void step(int number, List<String> words) {
        int arrow = words.indexOf(ARROW);
        if (arrow < 1) {
            // An unknown operation is the better thing to tell, if it is one.
            OperationParser.parse(arrow < 0 ? words : List.of(ARROW));
            throw new IllegalArgumentException("'-> ANSWER' is missing");
        }
        Operation operation = OperationParser.parse(words.subList(0, arrow));
        if (needs == null || kernels.isEmpty()) {
            throw new IllegalArgumentException("an operation before 'needs' and 'kernels'");
        }
        List<String> answers = words.subList(arrow + 1, words.size());
        int end = alternative(answers, 0);
        Answer base = AnswerParser.parse(operation, answers.subList(0, end));
        Map<String, Answer> others = new HashMap<>();
        while (end < answers.size()) {
            String kernel = answers.get(end).substring(1);
            int next = alternative(answers, end + 1);
            if (!kernels.contains(kernel)) {
                throw new IllegalArgumentException("'@" + kernel + "' is none of " + kernels);
            }
            Answer other = AnswerParser.parse(operation, answers.subList(end + 1, next));
            if (others.put(kernel, other) != null) {
                throw new IllegalArgumentException("'@" + kernel + "' comes twice");
            }
            end = next;
        }
        String text = String.join(" ", words.subList(0, arrow));
        steps.add(new Vector.Step(number, text, operation, base, Map.copyOf(others)));
    }

    /** Where the next {@code @NAME} is, or the end. */
    private static int alternative(List<String> words, int from) {
        for (int i = from; i < words.size(); i++) {
            if (words.get(i).startsWith("@")) {
                return i;
            }
        }
        return words.size();
    }
}
