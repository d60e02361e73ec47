/** Takes packages apart and puts an initramfs together. */
package dev.slat.images.pack;
