package dev.slat.riscv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class IsaTest {
    @ParameterizedTest
    @CsvSource({
        "rv64i, rv64i_zicsr",
        "rv64id, rv64ifd_zicsr",
        "rv64gc, rv64imafdc_zicsr_zifencei_zca_zcd",
        "rv64imac, rv64imac_zicsr_zca",
        "rv64i_zcb, rv64i_zicsr_zca_zcb",
        "rv64i_zfh, rv64if_zicsr_zfh_zfhmin",
        "rv64ib, rv64ib_zicsr_zba_zbb_zbs",
        "rv64i_zbs_zbb_zba, rv64ib_zicsr_zba_zbb_zbs",
        "rv64i_zkn, rv64i_zicsr_zbkb_zbkc_zbkx_zkn_zknd_zkne_zknh",
        "rv64i_zihpm, rv64i_zicntr_zicsr_zihpm",
        "RV64I2p1M2p0zba1p0_Sstc1p0, rv64im_zicsr_zba_sstc",
        "rv64imafd_zca_zcd, rv64imafd_zicsr_zca_zcd",
    })
    void whatIsNamedComesWithWhatItNeedsInCanonicalOrder(String text, String whole) {
        Isa isa = Isa.parse(text);
        assertThat(isa.toString()).isEqualTo(whole);
        assertThat(Isa.parse(whole).extensions()).isEqualTo(isa.extensions());
    }

    @ParameterizedTest
    @CsvSource({
        "rv32imac, it does not begin with rv64",
        "imac, it does not begin with rv64",
        "rv64mac, it has no base: i or g must be there",
        "rv64, it has no base: i or g must be there",
        "rv64e, there is no extension 'e' here",
        "rv64gc_zfinx, there is no extension 'zfinx' here",
        "rv64gc_zkt, there is no extension 'zkt' here",
        "rv64gc__zba, there is no extension '' here",
        "rv64gc_zba!, there is no extension 'zba!' here",
    })
    void whatIsUnknownOrWrongIsNamedInOneLine(String text, String why) {
        assertThatThrownBy(() -> Isa.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ISA '" + text + "': " + why);
    }

    @ParameterizedTest
    @EnumSource
    void everyExtensionIsReadByItsNameAndMeansWhatItSays(Extension extension) {
        Isa isa = Isa.parse("rv64i_" + extension.isaName());
        assertThat(isa.has(extension)).isTrue();
        assertThat(isa.extensions()).isEqualTo(Isa.of(extension).extensions());
    }

    @Test
    void misaHasTheLettersAndTheModes() {
        assertThat(Isa.parse("rv64gc").misa()).isEqualTo(0x8000_0000_0014_112dL);
        assertThat(Isa.parse("rv64i").misa()).isEqualTo(0x8000_0000_0014_0100L);
    }
}
