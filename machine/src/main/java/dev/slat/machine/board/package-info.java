/** The board: its memory map, its device tree, and its devices wired together. */
package dev.slat.machine.board;
