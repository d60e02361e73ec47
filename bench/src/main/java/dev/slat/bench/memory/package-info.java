/** What changes of guest memory and ways to it cost. */
package dev.slat.bench.memory;
