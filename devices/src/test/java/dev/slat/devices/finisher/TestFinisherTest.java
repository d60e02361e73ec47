package dev.slat.devices.finisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.devices.HostileAccess;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class TestFinisherTest {
    private final List<String> calls = new ArrayList<>();
    private final TestFinisher finisher =
            new TestFinisher((outcome, code) -> calls.add(outcome + " " + code));

    @Test
    void commandsAreToldWithTheirCode() {
        finisher.write(0, 4, 0x5555);
        finisher.write(0, 4, 0xffff_3333L);
        finisher.write(0, 2, 0x7777);
        assertThat(calls).containsExactly("PASS 0", "FAIL 65535", "RESET 0");
    }

    @Test
    void otherValuesAndPlacesDoNothing() {
        finisher.write(0, 4, 0x1234);
        finisher.write(4, 4, 0x5555);
        finisher.write(0, 1, 0x55);
        assertThat(calls).isEmpty();
        assertThat(finisher.read(0, 4)).isZero();
    }

    @Test
    void hostileAccessesDoNoHarm() {
        HostileAccess.hammer(finisher, TestFinisher.LENGTH);
    }
}
