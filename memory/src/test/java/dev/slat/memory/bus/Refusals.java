package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slat.memory.Errno;
import dev.slat.memory.GuestMemoryException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that must be refused with an error code. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(GuestMemoryException.class))
                .extracting(GuestMemoryException::errno)
                .isEqualTo(errno);
    }
}
