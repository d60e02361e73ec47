/**
 * A small RISC-V assembler for tests: {@link dev.slat.assembler.Assembler} builds a {@link
 * dev.slat.assembler.Program}, {@link dev.slat.assembler.Disassembler} shows it; both work from the
 * one table {@link dev.slat.assembler.Instruction}.
 */
package dev.slat.assembler;
