package dev.slat.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, and of the Java that runs it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        var descriptor = Version.class.getModule().getDescriptor();
        String own =
                descriptor == null ? "(unpacked)" : descriptor.rawVersion().orElse("(no version)");
        return "slat " + own + ", Java " + Runtime.version();
    }
}
