/** The slat command. */
package dev.slat.cli;
