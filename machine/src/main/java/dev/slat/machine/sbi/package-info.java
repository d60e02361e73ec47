/** The SBI, RISC-V's calls from a supervisor to what runs below it: one file per extension. */
package dev.slat.machine.sbi;
