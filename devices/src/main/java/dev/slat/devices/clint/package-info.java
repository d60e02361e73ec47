/** The core-local interruptor: the board's clock and the harts' M-mode timers. */
package dev.slat.devices.clint;
