/** The slat command: arguments, progress, terminal. */
package dev.slat.cli;
