/** The slat command: arguments, progress, terminal. */
@org.jspecify.annotations.NullMarked
module dev.slat.cli {
    requires info.picocli;
    requires org.jline;
    requires me.tongfei.progressbar;
    requires static org.jspecify;
}
