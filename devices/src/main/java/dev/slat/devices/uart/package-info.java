/** The 16550A serial port. */
package dev.slat.devices.uart;
