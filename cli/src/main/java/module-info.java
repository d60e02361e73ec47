/** The slat command: arguments, progress, terminal. */
@org.jspecify.annotations.NullMarked
module dev.slat.cli {
    requires dev.slat.assembler;
    requires dev.slat.conformance;
    requires dev.slat.images;
    requires dev.slat.machine;
    requires dev.slat.riscv;
    requires dev.slat.torture;
    requires info.picocli;
    requires java.logging;
    requires me.tongfei.progressbar;
    requires org.jline.terminal;
    requires static org.jspecify;

    // Picocli sets the fields of the commands.
    opens dev.slat.cli to
            info.picocli;
}
