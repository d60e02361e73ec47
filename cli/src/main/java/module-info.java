/** The slat command: arguments, progress, terminal. */
@org.jspecify.annotations.NullMarked
module dev.slat.cli {
    requires info.picocli;
    requires org.jline.terminal;
    requires me.tongfei.progressbar;
    requires dev.slat.images;
    requires dev.slat.machine;
    requires static org.jspecify;
}
