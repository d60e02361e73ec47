/** Conformance suites. */
package dev.slat.conformance;
