package dev.slat.machine.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slat.machine.BootException;
import dev.slat.machine.BootException.Reason;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class KernelLoaderTest {
    private static final long BASE = 0x8000_0000L;
    private static final GuestRange RAM = new GuestRange(BASE, BASE + (64 << 20));

    private static KernelImage parse(byte[] bytes) {
        return KernelLoader.parse("kernel vmlinux", MemorySegment.ofArray(bytes), RAM);
    }

    private static void assertRefused(byte[] bytes, Reason reason, String... words) {
        BootException e = catchThrowableOfType(BootException.class, () -> parse(bytes));
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e).hasMessageContaining("vmlinux");
        assertThat(words).allSatisfy(word -> assertThat(e).hasMessageContaining(word));
        assertThat(e.getMessage()).doesNotContain("\n");
    }

    @Test
    void imageGoesToItsTextOffsetAndKeepsRoomForItsBss() {
        KernelImage image = parse(KernelFiles.image(4096, 0x20_0000, 0x30_0000));
        assertThat(image.entry()).isEqualTo(BASE + 0x20_0000);
        assertThat(image.range()).isEqualTo(new GuestRange(BASE + 0x20_0000, BASE + 0x50_0000));
        assertThat(image.segments()).hasSize(1);
        assertThat(image.segments().getFirst().length()).isEqualTo(4096);
    }

    @Test
    void gzipIsUnpackedFirst() {
        byte[] plain = KernelFiles.image(4096, 0x20_0000, 0);
        KernelImage image = parse(KernelFiles.gzip(plain));
        assertThat(image.segments().getFirst().file().mismatch(MemorySegment.ofArray(plain)))
                .isEqualTo(-1);
    }

    @Test
    void elfSegmentsGoToTheirPhysicalAddresses() {
        KernelImage image = parse(KernelFiles.elf(BASE + 0x1000, new byte[64], 0x2000));
        assertThat(image.entry()).isEqualTo(BASE + 0x1000);
        assertThat(image.range()).isEqualTo(new GuestRange(BASE + 0x1000, BASE + 0x3000));
        assertThat(image.segments().getFirst().length()).isEqualTo(64);
    }

    /** Linkers give a segment without bytes an offset that may lie beyond the file. */
    @Test
    void offsetOfAnEmptySegmentMeansNothing() {
        byte[] bytes = new byte[176 + 64];
        byte[] plain = KernelFiles.elf(BASE, new byte[64], 64);
        System.arraycopy(plain, 0, bytes, 0, 120);
        System.arraycopy(plain, 64, bytes, 120, 56);
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        elf.putShort(56, (short) 2).putLong(72, 176);
        elf.putLong(128, 1L << 40).putLong(144, BASE + 0x1000).putLong(152, 0).putLong(160, 0x1000);
        KernelImage image = parse(bytes);
        assertThat(image.range()).isEqualTo(new GuestRange(BASE, BASE + 0x2000));
        assertThat(image.segments()).hasSize(1);
    }

    @Test
    void virtualEntryIsTakenToItsPhysicalPlace() {
        byte[] elf = KernelFiles.elf(BASE, new byte[64], 64);
        ByteBuffer header = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(80, 0xffff_ffff_8000_0000L).putLong(24, 0xffff_ffff_8000_0010L);
        assertThat(parse(elf).entry()).isEqualTo(BASE + 0x10);
    }

    @Test
    void firmwareIsElfAtItsOwnAddressOrRawAtTheStartOfRam() {
        MemorySegment elf = MemorySegment.ofArray(KernelFiles.elf(BASE + 0x3000, new byte[8], 8));
        assertThat(KernelLoader.firmware("firmware f", elf, RAM).entry()).isEqualTo(BASE + 0x3000);
        MemorySegment raw = MemorySegment.ofArray(new byte[10]);
        assertThat(KernelLoader.firmware("firmware f", raw, RAM).entry()).isEqualTo(BASE);
    }

    @Test
    void whatFirmwareStartsMayBeRaw() {
        MemorySegment raw = MemorySegment.ofArray(new byte[100]);
        KernelImage image = KernelLoader.payload("kernel u-boot.bin", raw, RAM);
        assertThat(image.entry()).isEqualTo(BASE + (2 << 20));
        assertThat(image.range().length()).isEqualTo(100);
        MemorySegment elf = MemorySegment.ofArray(KernelFiles.elf(BASE + 0x3000, new byte[8], 8));
        assertThat(KernelLoader.payload("kernel k", elf, RAM).entry()).isEqualTo(BASE + 0x3000);
    }

    @Test
    void rawBinaryGoesToTheStartOfRam() {
        KernelImage image = KernelLoader.raw("payload", MemorySegment.ofArray(new byte[10]), RAM);
        assertThat(image.entry()).isEqualTo(BASE);
        assertThat(image.range().length()).isEqualTo(10);
    }

    @Test
    void otherArchitecturesAreNamed() {
        byte[] arm64 = new byte[64];
        arm64[56] = 'A';
        arm64[57] = 'R';
        arm64[58] = 'M';
        arm64[59] = 0x64;
        assertRefused(arm64, Reason.FOREIGN_ARCHITECTURE, "arm64 Image");
        byte[] x86 = new byte[1024];
        System.arraycopy("HdrS".getBytes(US_ASCII), 0, x86, 0x202, 4);
        assertRefused(x86, Reason.FOREIGN_ARCHITECTURE, "x86 bzImage");
        byte[] elf = KernelFiles.elf(BASE, new byte[4], 4);
        elf[18] = 62;
        assertRefused(elf, Reason.FOREIGN_ARCHITECTURE, "x86-64");
        elf[18] = (byte) 243;
        elf[4] = 1;
        assertRefused(elf, Reason.FOREIGN_ARCHITECTURE, "64-bit");
    }

    @Test
    void truncatedFilesAreNamedSo() {
        byte[] elf = KernelFiles.elf(BASE, new byte[64], 64);
        assertRefused(Arrays.copyOf(elf, 150), Reason.TRUNCATED, "150");
        assertRefused(Arrays.copyOf(elf, 40), Reason.TRUNCATED, "40");
        byte[] gzip = KernelFiles.gzip(KernelFiles.image(4096, 0x20_0000, 0));
        assertRefused(Arrays.copyOf(gzip, gzip.length - 12), Reason.TRUNCATED);
        assertRefused(new byte[20], Reason.TRUNCATED, "20");
    }

    @Test
    void imageShorterThanItsPeSectionsIsTruncated() {
        byte[] image = KernelFiles.image(4096, 0x20_0000, 0);
        ByteBuffer header = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        header.putShort(0, (short) 0x5a4d).putInt(60, 64).putInt(64, 0x4550);
        header.putShort(70, (short) 1).putInt(64 + 24 + 16, 4096).putInt(64 + 24 + 20, 0);
        assertThat(parse(image).range().length()).isEqualTo(4096);
        header.putInt(64 + 24 + 20, 1);
        assertRefused(image, Reason.TRUNCATED, "4097");
        header.putInt(60, Integer.MAX_VALUE);
        assertRefused(image, Reason.TRUNCATED);
    }

    @Test
    void kernelLargerThanRamDoesNotFit() {
        assertRefused(KernelFiles.image(4096, 0x20_0000, 1 << 30), Reason.DOES_NOT_FIT, "0x8");
        assertRefused(KernelFiles.elf(0x1000, new byte[4], 4), Reason.DOES_NOT_FIT, "0x1000");
        assertRefused(KernelFiles.gzip(new byte[(64 << 20) + 1]), Reason.DOES_NOT_FIT, "67108864");
    }

    @Test
    void unknownFormatsShowHowTheyBegin() {
        byte[] text = "not a kernel".repeat(10).getBytes(US_ASCII);
        assertRefused(text, Reason.UNKNOWN_FORMAT, "6e6f742061206b65");
    }

    @Test
    void damagedHeadersNeverCauseAnotherException() {
        Random random = new Random(7);
        byte[][] originals = {
            KernelFiles.image(512, 0x20_0000, 0x1000), KernelFiles.elf(BASE, new byte[64], 128)
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = originals[i & 1].clone();
            for (int n = 0; n < 4; n++) {
                bytes[4 + random.nextInt(116)] = (byte) random.nextInt();
            }
            try {
                assertThat(RAM.contains(parse(bytes).range())).isTrue();
            } catch (BootException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        var missing = Path.of("no", "such", "kernel");
        assertThatThrownBy(() -> BootFile.read("kernel", missing))
                .isInstanceOf(BootException.class)
                .hasMessage("kernel " + missing + " does not exist");
        assertThatThrownBy(() -> BootFile.read("initrd", Path.of(".")))
                .hasMessage("initrd . is a folder");
    }
}
