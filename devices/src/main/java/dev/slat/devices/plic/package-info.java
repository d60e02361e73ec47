/** The board's plic. */
package dev.slat.devices.plic;
