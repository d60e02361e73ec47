/** The host's end of the guest's consoles, shared by every device that prints. */
package dev.slat.devices.console;
