/** The platform-level interrupt controller. */
package dev.slat.devices.plic;
