package dev.slat.srcu;

import org.jspecify.annotations.Nullable;

/** A section of a thread without a reader: the stripe and the bank in which its entry counts. */
final class AnonymousSection extends Section {
    private final AnonymousReaders readers;
    private final Stripe stripe;
    private final int bank;
    private final Debug.@Nullable Opening opening;

    AnonymousSection(AnonymousReaders readers, Stripe stripe, int bank) {
        this.readers = readers;
        this.stripe = stripe;
        this.bank = bank;
        this.opening = Debug.ON ? readers.domain().debug().entered(this) : null;
    }

    @Override
    public Srcu domain() {
        return readers.domain();
    }

    @Override
    void leave() {
        readers.exit(stripe, bank);
        if (opening != null) {
            readers.domain().debug().left(opening);
        }
    }
}
