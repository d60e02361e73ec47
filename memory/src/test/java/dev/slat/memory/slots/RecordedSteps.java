package dev.slat.memory.slots;

import java.util.ArrayList;
import java.util.List;

/** Steps of a slot change that only write down what is asked for. */
final class RecordedSteps implements MemorySlots.Steps {
    final List<String> log = new ArrayList<>();

    /** Called in each step with its name; may throw. */
    java.util.function.Consumer<String> during = step -> {};

    private void step(String name) {
        log.add(name);
        during.accept(name);
    }

    List<String> take() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    @Override
    public void publish(Runnable store) {
        store.run();
        step("publish");
    }

    @Override
    public void gracePeriod() {
        step("grace");
    }

    @Override
    public void flush(MemorySlot slot) {
        step("flush");
    }

    @Override
    public void protect(MemorySlot slot) {
        step("protect");
    }

    @Override
    public void collapse(MemorySlot slot) {
        step("collapse");
    }
}
