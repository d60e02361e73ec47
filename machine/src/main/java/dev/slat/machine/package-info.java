/** The virtual machine: what a host program builds, starts and awaits. */
package dev.slat.machine;
