/** The board's harts: a thread for each, and the states that SBI's HSM extension names. */
package dev.slat.machine.harts;
