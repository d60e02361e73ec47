package dev.slat.srcu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The Windows call FlushProcessWriteBuffers (processthreadsapi.h): every processor that runs a
 * thread of this process passes a full memory barrier before the call returns.
 *
 * <p>Linked and called once when the class is initialised, as {@link Membarrier} is.
 */
@SuppressWarnings("restricted")
final class ProcessWriteBuffers {
    private static final MethodHandle FLUSH =
            Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup("kernel32", Arena.global())
                                    .find("FlushProcessWriteBuffers")
                                    .orElseThrow(),
                            FunctionDescriptor.ofVoid());

    private ProcessWriteBuffers() {}

    static boolean works() {
        flush();
        return true;
    }

    static void flush() {
        try {
            FLUSH.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("FlushProcessWriteBuffers cannot be called", e);
        }
    }
}
