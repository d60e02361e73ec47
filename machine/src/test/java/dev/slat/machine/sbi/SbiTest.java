package dev.slat.machine.sbi;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slat.machine.harts.BoardHart;
import dev.slat.memory.GuestMemory;
import dev.slat.memory.GuestView;
import dev.slat.memory.Region;
import dev.slat.memory.host.HostMapping;
import dev.slat.riscv.Hart;
import dev.slat.riscv.HartEnvironment;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

class SbiTest {
    private static final long BASE = 0x8000_0000L;
    private static final long SIZE = 1 << 20;
    private static final int HARTS = 3;

    private static final long BASE_EXTENSION = 0x10;
    private static final long TIME = 0x5449_4d45;
    private static final long IPI = 0x73_5049;
    private static final long RFENCE = 0x5246_4e43;
    private static final long HSM = 0x48_534d;
    private static final long SRST = 0x5352_5354;
    private static final long DBCN = 0x4442_434e;

    private final GuestMemory memory = GuestMemory.create();
    private final HostMapping ram = HostMapping.anonymous(SIZE);
    private final List<BoardHart> harts = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Queue<Integer> typed = new ArrayDeque<>();
    private final List<String> resets = new ArrayList<>();

    private final SbiPlatform platform =
            new SbiPlatform() {
                @Override
                public List<BoardHart> harts() {
                    return harts;
                }

                @Override
                public GuestMemory memory() {
                    return memory;
                }

                @Override
                public void print(byte[] bytes, int length) {
                    printed.write(bytes, 0, length);
                }

                @Override
                public int typed() {
                    Integer next = typed.poll();
                    return next == null ? -1 : next;
                }

                @Override
                public void reset(Reset kind, boolean failure) {
                    resets.add(kind + " " + failure);
                }
            };

    private Sbi sbi;
    private Hart caller;

    @BeforeEach
    void build() {
        memory.setRegion(Region.slot(0).at(BASE).backedBy(ram));
        HartEnvironment environment =
                new HartEnvironment() {
                    @Override
                    public long time() {
                        return 0;
                    }

                    @Override
                    public long timeFrequency() {
                        return 10_000_000;
                    }

                    @Override
                    public void supervisorCall(Hart hart) {}
                };
        for (int id = 0; id < HARTS; id++) {
            GuestView view = memory.attach();
            harts.add(new BoardHart(new Hart(id, view, environment), view, e -> {}));
        }
        sbi = new Sbi(platform);
        caller = harts.getFirst().hart();
    }

    @AfterEach
    void release() throws InterruptedException {
        for (BoardHart hart : harts) {
            hart.begin();
            hart.end();
        }
        memory.close();
        ram.close();
    }

    /** Calls and returns the error; the value is then {@link #value}. */
    private long call(long extension, long function, long... arguments) {
        for (int i = 0; i < 6; i++) {
            caller.setRegister(10 + i, i < arguments.length ? arguments[i] : 0);
        }
        caller.setRegister(16, function);
        caller.setRegister(17, extension);
        sbi.call(caller);
        return caller.register(10);
    }

    private long value() {
        return caller.register(11);
    }

    @Test
    void baseTellsVersionAndWhatIsThere() {
        assertThat(call(BASE_EXTENSION, 0)).isZero();
        assertThat(value()).isEqualTo(0x0200_0000);
        for (long present : new long[] {BASE_EXTENSION, TIME, IPI, RFENCE, HSM, SRST, DBCN, 1, 8}) {
            assertThat(call(BASE_EXTENSION, 3, present)).isZero();
            assertThat(value()).as("extension %x", present).isEqualTo(1);
        }
        for (long absent : new long[] {0x504d_55, 0x5355_5350, 4, 9, -1, Long.MIN_VALUE + 9}) {
            assertThat(call(BASE_EXTENSION, 3, absent)).isZero();
            assertThat(value()).as("extension %x", absent).isZero();
        }
    }

    @Test
    void unknownExtensionsAndFunctionsAreNotSupported() {
        assertThat(call(0x1234_5678, 0)).isEqualTo(SbiError.NOT_SUPPORTED);
        for (long extension : new long[] {BASE_EXTENSION, TIME, IPI, RFENCE, HSM, SRST, DBCN}) {
            assertThat(call(extension, 99)).isEqualTo(SbiError.NOT_SUPPORTED);
        }
        assertThat(call(RFENCE, 4, 1, 0)).isEqualTo(SbiError.NOT_SUPPORTED); // hfence
        assertThat(call(4, 0)).isEqualTo(SbiError.NOT_SUPPORTED); // 0.1, mask by address
    }

    @Test
    void masksThatNameAbsentHartsAreInvalid() {
        for (long extension : new long[] {IPI, RFENCE}) {
            assertThat(call(extension, 0, 0b111, 0)).isEqualTo(SbiError.SUCCESS);
            assertThat(call(extension, 0, 0b1, 2)).isEqualTo(SbiError.SUCCESS);
            assertThat(call(extension, 0, 0, 0)).isEqualTo(SbiError.SUCCESS);
            assertThat(call(extension, 0, 12345, -1)).isEqualTo(SbiError.SUCCESS);
            assertThat(call(extension, 0, 0b1000, 0)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(extension, 0, 0b10, 2)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(extension, 0, 1, 3)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(extension, 0, -1, -2)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(extension, 0, 1, Long.MAX_VALUE)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(extension, 0, 1L << 63, 0)).isEqualTo(SbiError.INVALID_PARAM);
        }
    }

    @Test
    void maskSelectsFromItsBase() {
        assertThat(HartMask.selects(0b10, 1, 2)).isTrue();
        assertThat(HartMask.selects(0b10, 1, 1)).isFalse();
        assertThat(HartMask.selects(-1, 1, 0)).isFalse();
        assertThat(HartMask.selects(1, 0, 64)).isFalse();
        assertThat(HartMask.selects(0, -1, 5)).isTrue();
    }

    @Test
    void hartStateChecksItsArguments() {
        assertThat(call(HSM, 0, 3, BASE, 0)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(HSM, 0, -1, BASE, 0)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(HSM, 0, 1L << 32, BASE, 0)).isEqualTo(SbiError.INVALID_PARAM);
        for (long address : new long[] {0, BASE + 1, BASE + SIZE, BASE - 2, -2, 1L << 60}) {
            assertThat(call(HSM, 0, 1, address, 0)).isEqualTo(SbiError.INVALID_ADDRESS);
        }
        assertThat(call(HSM, 2, 3)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(HSM, 3, 1)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(HSM, 3, 0x8000_0001L)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(HSM, 3, 0x8000_0000L)).isEqualTo(SbiError.NOT_SUPPORTED);
        assertThat(call(HSM, 3, 0x1000_0000L)).isEqualTo(SbiError.NOT_SUPPORTED);
    }

    @Test
    void hartStartsOnceAndItsStateTells() {
        assertThat(call(HSM, 2, 1)).isZero();
        assertThat(value()).isEqualTo(1);
        assertThat(call(HSM, 0, 1, BASE, 0)).isZero();
        assertThat(call(HSM, 2, 1)).isZero();
        assertThat(value()).isEqualTo(2);
        assertThat(call(HSM, 0, 1, BASE, 0)).isEqualTo(SbiError.ALREADY_AVAILABLE);
    }

    @Test
    void resetTypesAndReasonsAreChecked() {
        assertThat(call(SRST, 0, 3, 0)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(SRST, 0, 0, 2)).isEqualTo(SbiError.INVALID_PARAM);
        assertThat(call(SRST, 0, 0xf000_0000L, 0)).isEqualTo(SbiError.NOT_SUPPORTED);
        assertThat(resets).isEmpty();
        call(SRST, 0, 0, 0);
        call(SRST, 0, 0, 1);
        call(SRST, 0, 1, 0);
        call(SRST, 0, 2, 0xe000_0000L);
        call(8, 0);
        assertThat(resets)
                .containsExactly(
                        "SHUTDOWN false",
                        "SHUTDOWN true",
                        "REBOOT false",
                        "REBOOT false",
                        "SHUTDOWN false");
    }

    @Test
    void debugConsoleWritesFromGuestMemory() {
        memory.write(BASE + 100, MemorySegment.ofArray("hello".getBytes(US_ASCII)));
        assertThat(call(DBCN, 0, 5, BASE + 100, 0)).isZero();
        assertThat(value()).isEqualTo(5);
        assertThat(call(DBCN, 2, 0x121)).isZero();
        assertThat(call(1, 0, '?')).isZero();
        assertThat(printed.toString(US_ASCII)).isEqualTo("hello!?");
    }

    @Test
    void debugConsoleReadsWhatIsTypedAndDoesNotWait() {
        typed.addAll(List.of((int) 'a', (int) 'b', (int) 'c'));
        assertThat(call(DBCN, 1, 2, BASE, 0)).isZero();
        assertThat(value()).isEqualTo(2);
        byte[] read = new byte[2];
        memory.read(BASE, MemorySegment.ofArray(read));
        assertThat(read).containsExactly('a', 'b');
        assertThat(call(2, 0)).isEqualTo('c');
        assertThat(call(2, 0)).isEqualTo(-1);
        assertThat(call(DBCN, 1, 2, BASE, 0)).isZero();
        assertThat(value()).isZero();
    }

    @Test
    void debugConsoleRefusesBuffersOutsideMemory() {
        for (long function = 0; function <= 1; function++) {
            assertThat(call(DBCN, function, 4, 0, 0)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(DBCN, function, 4, BASE + SIZE - 3, 0))
                    .isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(DBCN, function, 4, BASE, 1)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(DBCN, function, -1, BASE, 0)).isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(DBCN, function, Long.MAX_VALUE, BASE, 0))
                    .isEqualTo(SbiError.INVALID_PARAM);
            assertThat(call(DBCN, function, 4, -4, 0)).isEqualTo(SbiError.INVALID_PARAM);
        }
    }

    @Test
    void longWriteIsCutToItsLimit() {
        assertThat(call(DBCN, 0, SIZE, BASE, 0)).isZero();
        assertThat(value()).isEqualTo(4096);
    }

    @Test
    void legacyCallsLeaveTheSecondRegisterAlone() {
        caller.setRegister(11, 77);
        caller.setRegister(17, 2);
        sbi.call(caller);
        assertThat(value()).isEqualTo(77);
    }

    @Test
    void randomArgumentsAlwaysGetAnAnswer() {
        Random random = new Random(3);
        long[] extensions = {BASE_EXTENSION, TIME, IPI, RFENCE, SRST, DBCN, 0, 1, 2, 8};
        long[] interesting = {0, 1, -1, 2, BASE, BASE + SIZE, 1L << 32, Long.MIN_VALUE, 1L << 56};
        for (int i = 0; i < 20_000; i++) {
            long[] arguments = new long[4];
            for (int n = 0; n < arguments.length; n++) {
                arguments[n] =
                        random.nextBoolean()
                                ? interesting[random.nextInt(interesting.length)]
                                : random.nextLong();
            }
            long extension = extensions[random.nextInt(extensions.length)];
            long error = call(extension, random.nextInt(8), arguments);
            assertThat(error).isBetween(-9L, 255L);
        }
    }
}
