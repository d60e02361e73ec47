/** The board's uart. */
package dev.slat.devices.uart;
