/** The machine's apt, asked for packages of another architecture without touching its own state. */
package dev.slat.images.apt;
