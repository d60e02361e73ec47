package dev.slat.srcu;

/** A section of a registered reader. */
final class ReaderSection extends Section {
    private final Reader reader;

    ReaderSection(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Srcu domain() {
        return reader.domain();
    }

    @Override
    void leave() {
        reader.exit();
    }
}
