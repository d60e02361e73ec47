package dev.slat.images.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AptOutputTest {
    @Test
    void readsTheShareOfADownload() {
        assertThat(AptStatus.share("dlstatus:2:10.6668:Retrieving file 2 of 2"))
                .hasValueCloseTo(0.106668, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(AptStatus.share("dlstatus:9:250:too much")).hasValue(1.0);
    }

    @Test
    void ignoresLinesForPeople() {
        assertThat(AptStatus.share("Get:1 http://mirror.example stable InRelease")).isEmpty();
        assertThat(AptStatus.share("dlstatus:1:x:y")).isEmpty();
        assertThat(AptStatus.share("dlstatus:1")).isEmpty();
    }

    @Test
    void readsPackageRecords() {
        var records =
                PackageRecord.parse(
                        """
                        Package: linux-image-riscv64
                        Version: 6.12.1-1
                        Depends: linux-image-6.12.1-riscv64 (= 6.12.1-1), kmod | busybox, base:any
                        Description: a
                         Package: not a field
                        Size: 1436
                        SHA256: abc

                        Package: other
                        Version: 2
                        """);

        assertThat(records).hasSize(2);
        assertThat(records.getFirst())
                .isEqualTo(
                        new PackageRecord(
                                "linux-image-riscv64",
                                "6.12.1-1",
                                "abc",
                                1436,
                                java.util.List.of("linux-image-6.12.1-riscv64", "kmod", "base")));
    }

    @Test
    void findsNoRecordInNothing() {
        assertThat(PackageRecord.parse("")).isEmpty();
    }
}
