/**
 * Bad guests: random code, page tables, CSR writes and boot files, which may hurt nobody but
 * themselves.
 */
package dev.slat.conformance.fuzz;
