/** The composition root. */
package dev.slat.machine;
