package dev.slat.images;

import dev.slat.images.pack.CpioArchive;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What one run does in the guest: a shell, or a single command.
 *
 * <p>It goes into the guest as a small cpio archive behind the initramfs, so the text of a command
 * needs no quoting and has no limit of length. The guest tells how it goes on the console itself,
 * with marks that carry a {@linkplain #nonce number used once}: {@code ESC _ slat;NONCE;ready ESC
 * \} just before the shell or the command starts, and {@code ESC _ slat;NONCE;exit;STATUS ESC \}
 * after it. That form is an application program command of ECMA-48, which terminals ignore.
 *
 * @param command the command, run by the guest's {@code sh}; null for an interactive shell
 * @param terminal the terminal at the other end of the console; null if there is none: then the
 *     guest's console does not echo, and passes a command's input and output through unchanged
 * @param nonce what the marks of this run carry
 */
public record GuestSession(@Nullable String command, @Nullable Screen terminal, String nonce) {
    private static final String SCRIPTS = "lib/slat/";

    /**
     * A terminal.
     *
     * @param type its name in the terminal database, such as {@code xterm}
     * @param rows its height; 0 if unknown
     * @param columns its width; 0 if unknown
     */
    public record Screen(String type, int rows, int columns) {}

    /** A session with a fresh nonce. */
    public static GuestSession of(@Nullable String command, @Nullable Screen terminal) {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return new GuestSession(command, terminal, HexFormat.of().formatHex(random));
    }

    /** The archive to put behind {@link GuestImage#initramfs}; its length is a multiple of four. */
    public byte[] archive() {
        var bytes = new ByteArrayOutputStream();
        try (var cpio = new CpioArchive(bytes)) {
            cpio.file("etc/inittab", resource("inittab"));
            cpio.file("etc/passwd", text("root:x:0:0:root:/root:/bin/sh\n"));
            cpio.file("etc/group", text("root:x:0:\n"));
            cpio.program(SCRIPTS + "setup", resource("setup"));
            cpio.program(SCRIPTS + "session", resource("session"));
            cpio.file(SCRIPTS + "settings", text(settings()));
            if (command != null) {
                cpio.file(SCRIPTS + "command", text(command + "\n"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private String settings() {
        if (terminal == null) {
            return "nonce=" + nonce + "\nterminal=\nexport TERM=dumb\n";
        }
        // The name comes from the host's environment, and this is a shell script.
        String type = terminal.type().matches("[A-Za-z0-9._+-]+") ? terminal.type() : "vt100";
        return """
        nonce=%s
        terminal=yes
        rows=%d
        columns=%d
        export TERM=%s
        """
                .formatted(nonce, terminal.rows(), terminal.columns(), type);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GuestSession.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("slat was built without its guest script " + name);
            }
            return in.readAllBytes();
        }
    }
}
