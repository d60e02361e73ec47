package dev.slat.images.pack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.DoubleConsumer;

/** Tells how much of a stream of known size has been read, at every hundredth part. */
final class CountingStream extends FilterInputStream {
    private static final int STEPS = 100;

    private final long size;
    private final DoubleConsumer share;
    private long count;
    private long told;

    CountingStream(InputStream in, long size, DoubleConsumer share) {
        super(in);
        this.size = Math.max(1, size);
        this.share = share;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        advance(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        advance(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        advance(skipped);
        return skipped;
    }

    private void advance(long more) {
        count += more;
        long step = count * STEPS / size;
        if (step > told) {
            told = step;
            share.accept(Math.min(1.0, (double) step / STEPS));
        }
    }
}
