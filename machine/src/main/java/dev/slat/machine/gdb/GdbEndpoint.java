package dev.slat.machine.gdb;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * Where a debugger connects: {@code :PORT} on this host only, {@code HOST:PORT}, or the path of a
 * Unix socket. There is no password: whoever connects owns the guest.
 *
 * @param address what the server binds
 * @param text as the user wrote it
 */
public record GdbEndpoint(SocketAddress address, String text) {
    private static final int MAX_PORT = 65535;

    /**
     * Reads an endpoint; what contains a slash is a path.
     *
     * @throws IllegalArgumentException if it is none; the message has the value
     */
    public static GdbEndpoint parse(String text) {
        if (text.contains("/")) {
            return new GdbEndpoint(UnixDomainSocketAddress.of(text), text);
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        int port = port(text.substring(colon + 1));
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no place for a debugger: use :PORT, HOST:PORT or a path");
        }
        InetSocketAddress address =
                host.isEmpty()
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                        : new InetSocketAddress(unbracketed(host), port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("'" + text + "': the host is not known");
        }
        return new GdbEndpoint(address, text);
    }

    private static int port(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
