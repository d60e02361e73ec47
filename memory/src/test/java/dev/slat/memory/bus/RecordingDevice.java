package dev.slat.memory.bus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A device that notes the stores it gets, as {@code offset:size:value}. */
final class RecordingDevice implements MmioDevice {
    final List<String> writes = Collections.synchronizedList(new ArrayList<>());

    @Override
    public long read(long offset, int size) {
        return writes.size();
    }

    @Override
    public void write(long offset, int size, long value) {
        writes.add("%x:%d:%x".formatted(offset, size, value));
    }
}
