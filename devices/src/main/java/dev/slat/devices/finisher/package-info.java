/** The board's finisher. */
package dev.slat.devices.finisher;
