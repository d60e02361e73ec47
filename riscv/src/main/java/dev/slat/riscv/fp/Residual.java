package dev.slat.riscv.fp;

/**
 * Whether a result that the host rounded to nearest is the exact one, asked of the host's own
 * arithmetic: the error of a rounded operation is itself a number of the format unless it
 * underflows (Dekker 1971, "A floating-point technique for extending the available precision";
 * Boldo and Daumas 2003, "Representable correcting terms").
 *
 * <p>Each answer is safe: true only when the result is exact. Near the ends of the exponent range,
 * and for infinities and NaNs, the answer may be false for an exact result as well.
 */
final class Residual {
    /** From here up, a remainder 106 places below is a normal number. */
    private static final double REMAINDER_IS_NORMAL = 0x1p-900;

    private Residual() {}

    /** True when {@code result} is finite and rounding to it cannot have been an underflow. */
    static boolean isInNormalRange(double result) {
        double magnitude = Math.abs(result);
        // The least normal number itself may have been rounded up from a tiny value.
        return magnitude > Double.MIN_NORMAL && magnitude <= Double.MAX_VALUE;
    }

    /** As {@link #isInNormalRange(double)}, in binary32. */
    static boolean isInNormalRange(float result) {
        float magnitude = Math.abs(result);
        return magnitude > Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
    }

    static boolean isExactSum(double x, double y, double sum) {
        double virtualY = sum - x;
        double virtualX = sum - virtualY;
        return virtualX == x && virtualY == y;
    }

    static boolean isExactSum(float x, float y, float sum) {
        float virtualY = sum - x;
        float virtualX = sum - virtualY;
        return virtualX == x && virtualY == y;
    }

    static boolean isExactProduct(double x, double y, double product) {
        return product == 0
                ? x == 0 || y == 0
                : Math.abs(product) >= REMAINDER_IS_NORMAL && Math.fma(x, y, -product) == 0;
    }

    static boolean isExactQuotient(double x, double y, double quotient) {
        return quotient == 0
                ? x == 0
                : Math.abs(x) >= REMAINDER_IS_NORMAL && Math.fma(quotient, y, -x) == 0;
    }

    static boolean isExactRoot(double x, double root) {
        return root == 0 || (x >= REMAINDER_IS_NORMAL && Math.fma(root, root, -x) == 0);
    }
}
