/**
 * A stub for GDB: the remote serial protocol, all-stop, a thread for each hart.
 *
 * <p>{@link dev.slat.machine.gdb.GdbServer} waits for one debugger at a time; a session of its own
 * thread takes packets and the harts' stops from one queue, so nothing here needs a lock.
 */
package dev.slat.machine.gdb;
