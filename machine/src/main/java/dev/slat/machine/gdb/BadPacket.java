package dev.slat.machine.gdb;

/** A packet that cannot be read, or asks for what is not there; answered with an error. */
final class BadPacket extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadPacket() {
        super("bad packet", null, false, false);
    }
}
