/** Flattened device trees: the writer of their binary form. */
package dev.slat.machine.fdt;
