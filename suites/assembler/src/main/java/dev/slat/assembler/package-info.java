/** A small RISC-V assembler. */
package dev.slat.assembler;
