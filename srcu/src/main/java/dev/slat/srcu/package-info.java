/** Sleepable RCU. */
package dev.slat.srcu;
