/** The test finisher: how a guest ends itself. */
package dev.slat.devices.finisher;
