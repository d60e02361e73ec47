package dev.slat.stress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the results of one run of jcstress and says whether they are what they must be: no
 * forbidden outcome, and each outcome seen for whose sake a broken model exists. Ends with 1 if
 * not.
 */
public final class Verdict {
    private final List<String> failures = new ArrayList<>();

    private Verdict() {}

    /** Takes the name of jcstress's result file. */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        InProcessCollector results = new InProcessCollector();
        DiskReadCollector file = new DiskReadCollector(args[0], results);
        file.dump();
        file.close();
        Map<String, List<TestResult>> tests = new TreeMap<>();
        for (TestResult result : results.getTestResults()) {
            tests.computeIfAbsent(result.getName(), _ -> new ArrayList<>()).add(result);
        }
        Verdict verdict = new Verdict();
        tests.forEach(verdict::judge);
        if (tests.isEmpty()) {
            verdict.failures.add("no test ran");
        }
        verdict.failures.forEach(failure -> System.out.println("FAILED " + failure));
        System.exit(verdict.failures.isEmpty() ? 0 : 1);
    }

    private void judge(String name, List<TestResult> results) {
        String test = name.substring(name.indexOf("stress.") + "stress.".length());
        Map<String, Long> counts = new TreeMap<>();
        for (TestResult result : results) {
            for (String outcome : result.getStateKeys()) {
                counts.merge(outcome, result.getCount(outcome), Long::sum);
            }
            if (result.status() != Status.NORMAL) {
                failures.add(test + ": " + result.status());
            }
            if (!result.getMessages().isEmpty()) {
                failures.add(test + ": " + result.getMessages());
            }
        }
        TestInfo info = TestList.getInfo(name);
        for (StateCase expected : info.cases()) {
            long seen = counts.getOrDefault(expected.matchPattern(), 0L);
            if (expected.expect() == Expect.FORBIDDEN && seen > 0) {
                failures.add(test + ": forbidden " + expected.matchPattern() + " seen " + seen);
            }
            if (expected.expect() == Expect.ACCEPTABLE_INTERESTING && seen == 0) {
                failures.add(test + ": " + expected.matchPattern() + " was to be seen");
            }
        }
        long samples = counts.values().stream().mapToLong(Long::longValue).sum();
        if (samples == 0) {
            failures.add(test + ": no sample");
        }
        System.out.printf("%-28s %,12d samples %s%n", test, samples, counts);
    }
}
