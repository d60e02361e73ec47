/**
 * The project's own architecture set: bare programs, each on one chapter of the privileged manual,
 * made by the assembler. They run on any machine with RAM at 0x80000000 that knows {@code tohost}.
 */
package dev.slat.conformance.isa.set;
