package dev.slat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code slat doctor}: what this machine offers, and how to mend what it lacks. */
@Command(
        name = "doctor",
        description = {
            "Says what this machine offers to Slat, and the fix for what is missing.",
            "",
            "If no guest image is in the cache, the machine's apt is asked whether it could fetch"
                    + " one, which needs the network. Status 0 means that 'slat run' can work."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        boolean healthy = true;
        for (Finding finding : HostCheck.all()) {
            out.printf("%-7s %-11s %s%n", finding.mark(), finding.subject(), finding.text());
            if (!finding.fix().isEmpty()) {
                out.printf("%-7s %-11s %s%n", "", "", "fix: " + finding.fix());
            }
            out.flush();
            healthy &= finding.grade() != Finding.Grade.MISSING;
        }
        return healthy ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
