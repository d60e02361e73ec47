/** The real-time clock. */
package dev.slat.devices.rtc;
