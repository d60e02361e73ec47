package dev.slat.conformance.vectors;

import dev.slat.conformance.vectors.Answer.Access;
import dev.slat.conformance.vectors.Answer.Log;
import dev.slat.conformance.vectors.Answer.Piece;
import dev.slat.conformance.vectors.Answer.Refused;
import dev.slat.conformance.vectors.Answer.RingContent;
import dev.slat.conformance.vectors.Answer.Touched;
import dev.slat.conformance.vectors.Answer.Value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The right side of a line; what is allowed there depends on the operation. */
final class AnswerParser {
    private AnswerParser() {}

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException for one that the operation cannot give
     */
    static Answer parse(Operation operation, List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("an answer is missing");
        }
        String first = words.getFirst();
        if (words.size() == 1 && Errors.isName(first)) {
            return new Refused(first);
        }
        if (words.size() == 1 && first.equals("none")) {
            return Answers.NO_VCPU;
        }
        return switch (operation) {
            case Operation.GetLog log -> log(words);
            case Operation.Ring ring -> ring(words);
            case Operation.Write write -> access(false, words);
            case Operation.Add add -> access(false, words);
            case Operation.Read read -> access(true, words);
            case Operation.Touch touch -> touched(words);
            case Operation.Peek peek -> peeked(words);
            default -> number(words);
        };
    }

    private static Answer number(List<String> words) {
        if (words.size() > 1) {
            throw new IllegalArgumentException("'" + words.get(1) + "' after the answer");
        }
        return new Answer.Result(Numbers.parse(words.getFirst()));
    }

    private static Answer peeked(List<String> words) {
        Arguments arguments = new Arguments(words);
        Answer answer = new Value(arguments.number("val"));
        arguments.end();
        return answer;
    }

    private static Answer log(List<String> words) {
        Arguments arguments = new Arguments(words);
        long bytes = arguments.number("bytes");
        PageSet pages = PageSet.parse(arguments.text("pages"));
        String extra = arguments.optional("extra");
        PageSet unexplained = extra == null ? PageSet.NONE : PageSet.parse(extra);
        if (!pages.containsAll(unexplained)) {
            throw new IllegalArgumentException("extra=" + extra + " is not among pages=" + pages);
        }
        arguments.end();
        return new Log(bytes, pages, unexplained);
    }

    private static Answer touched(List<String> words) {
        Arguments a = new Arguments(words);
        Answer answer =
                new Touched(
                        a.number("ok"),
                        a.number("mmio"),
                        a.number("coalesced"),
                        a.number("failed"));
        a.end();
        return answer;
    }

    private static Answer ring(List<String> words) {
        int keys = Math.min(3, words.size());
        Arguments a = new Arguments(words.subList(0, keys));
        long first = a.number("first");
        long last = a.number("last");
        long count = a.number("n");
        a.end();
        List<Piece> entries = new ArrayList<>();
        for (String word : words.subList(keys, words.size())) {
            entries.add(piece(word, true));
        }
        return new RingContent(first, last, count, List.copyOf(entries));
    }

    private static Answer access(boolean load, List<String> words) {
        boolean ok = words.getFirst().equals("ok");
        if (ok == load) {
            throw new IllegalArgumentException("'" + words.getFirst() + "' is not its answer");
        }
        Arguments a = new Arguments(load ? words : words.subList(1, words.size()));
        Answer answer =
                new Access(
                        load,
                        load ? a.number("val") : 0,
                        pieces(a.optional("mmio-r"), false),
                        pieces(a.optional("mmio-w"), true),
                        (int) a.number("coalesced", 0));
        a.end();
        return answer;
    }

    private static List<Piece> pieces(@Nullable String list, boolean data) {
        List<Piece> pieces = new ArrayList<>();
        if (list != null) {
            for (String text : list.split(",", -1)) {
                pieces.add(piece(text, data));
            }
        }
        return List.copyOf(pieces);
    }

    /** GPA:LEN, or GPA:LEN:DATA. */
    private static Piece piece(String text, boolean data) {
        String[] parts = text.split(":", -1);
        if (parts.length != (data ? 3 : 2)) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not " + (data ? "GPA:LEN:DATA" : "GPA:LEN"));
        }
        long length = Numbers.parse(parts[1]);
        if (length < 1 || length > 8) {
            throw new IllegalArgumentException("'" + text + "' is not 1 to 8 bytes long");
        }
        return new Piece(Numbers.parse(parts[0]), (int) length, data ? Numbers.parse(parts[2]) : 0);
    }
}
