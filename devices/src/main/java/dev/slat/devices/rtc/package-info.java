/** The board's rtc. */
package dev.slat.devices.rtc;
