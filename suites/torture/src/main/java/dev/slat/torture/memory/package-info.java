/**
 * {@code slat torture memory}: slots that come and go under harts, devices and hosts that change
 * pages, until somebody sees memory that is no longer the guest's.
 *
 * <h2>What is tortured</h2>
 *
 * Guest memory of {@code dev.slat.memory}, built anew for each round, with dirty logs of another
 * protocol each time. Its slots are backed by a host space of the torture's own ({@link
 * dev.slat.torture.memory.TortureSpace}), whose pages move and are thrown away at any time and
 * whose look-ups dawdle now and then; or by mappings with a pager, whose pages come, go and are
 * replaced in the mapping's own ways.
 *
 * <ul>
 *   <li>A <b>slot owner</b> leads one slot through its lives: filled, created, logged, moved once,
 *       deleted; the memory is freed the moment that deletion returns. It keeps a shadow of the
 *       slot by the dirty log alone.
 *   <li><b>Harts</b> run {@link dev.slat.torture.memory.GuestProgram}: they read tags, write words
 *       and read them back, run code that came with a slot, and write and run code of their own.
 *   <li>A <b>device</b> does the same from outside. The <b>page mover</b> replaces host pages. The
 *       <b>bus changer</b> puts devices on the bus and takes them off.
 * </ul>
 *
 * <h2>How a stale access is seen</h2>
 *
 * Each page carries a {@link dev.slat.torture.memory.Tag}: which life of which slot it is of. For
 * each place where a slot may be, the host says which life is the oldest that may be seen there,
 * and raises that when a deletion or a move has returned. Who reads a tag read the bound before; an
 * older tag is stale. A frame that nobody may use is filled with poison, which is no tag, and
 * looked at again before it is used or given back: a store that arrived there is stale too. Other
 * memory is unmapped at once: then a reader finds zeros, which is no tag; and in a second process,
 * in checked mode, whoever touches it dies.
 */
package dev.slat.torture.memory;
