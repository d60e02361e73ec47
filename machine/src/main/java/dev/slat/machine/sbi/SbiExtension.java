package dev.slat.machine.sbi;

/**
 * One extension of the SBI. Called on the caller's hart thread, outside guest mode; several harts
 * may call at once.
 */
interface SbiExtension {
    /** The extension's id (EID). */
    int id();

    /**
     * Carries out a function.
     *
     * @return an {@link SbiError}; the call's value is 0 unless the function sets it
     */
    int call(SbiCall call, int function);
}
