/** Guest images. */
package dev.slat.images;
