/** Boot images: the formats of kernels, and where everything goes in RAM. */
package dev.slat.machine.loader;
