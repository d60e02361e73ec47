package dev.slat.devices.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slat.devices.HostileAccess;
import dev.slat.devices.RecordedLine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GoldfishRtcTest {
    private static final long NOW = 1_700_000_000_123_456_789L;

    private final RecordedLine irq = new RecordedLine();
    private final GoldfishRtc rtc =
            new GoldfishRtc(
                    InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000, 123_456_789)), irq);

    @AfterEach
    void close() {
        rtc.close();
    }

    private long read(int register) {
        return rtc.read(register, 4);
    }

    private void write(int register, long value) {
        rtc.write(register, 4, value & 0xffff_ffffL);
    }

    private void setAlarm(long time) {
        write(RtcLayout.ALARM_HIGH, time >>> 32);
        write(RtcLayout.ALARM_LOW, time);
    }

    @Test
    void timeIsNanosecondsSince1970() {
        long low = read(RtcLayout.TIME_LOW);
        assertThat((read(RtcLayout.TIME_HIGH) << 32) | low).isEqualTo(NOW);
    }

    @Test
    void guestSetsTheTime() {
        long time = 946_684_800_000_000_000L;
        write(RtcLayout.TIME_HIGH, time >>> 32);
        write(RtcLayout.TIME_LOW, time);
        long low = read(RtcLayout.TIME_LOW);
        assertThat((read(RtcLayout.TIME_HIGH) << 32) | low).isEqualTo(time);
    }

    @Test
    void alarmInThePastInterruptsAtOnceUntilCleared() {
        write(RtcLayout.IRQ_ENABLED, 1);
        setAlarm(NOW - 1);
        assertThat(irq.isHigh()).isTrue();
        assertThat(read(RtcLayout.ALARM_STATUS)).isZero();
        write(RtcLayout.CLEAR_INTERRUPT, 1);
        assertThat(irq.isHigh()).isFalse();
    }

    @Test
    void alarmInTheFutureIsArmedAndCanBeTakenBack() {
        write(RtcLayout.IRQ_ENABLED, 1);
        setAlarm(NOW + 1);
        assertThat(irq.isHigh()).isFalse();
        assertThat(read(RtcLayout.ALARM_STATUS)).isEqualTo(1);
        assertThat((read(RtcLayout.ALARM_HIGH) << 32) | read(RtcLayout.ALARM_LOW))
                .isEqualTo(NOW + 1);
        write(RtcLayout.CLEAR_ALARM, 0);
        assertThat(read(RtcLayout.ALARM_STATUS)).isZero();
    }

    @Test
    void settingTheTimePastTheAlarmFiresIt() {
        write(RtcLayout.IRQ_ENABLED, 1);
        setAlarm(NOW + 1_000_000_000L);
        write(RtcLayout.TIME_HIGH, (NOW + 2_000_000_000L) >>> 32);
        write(RtcLayout.TIME_LOW, NOW + 2_000_000_000L);
        assertThat(irq.isHigh()).isTrue();
    }

    @Test
    void disabledInterruptIsRaisedWhenEnabled() {
        setAlarm(0);
        assertThat(irq.isHigh()).isFalse();
        write(RtcLayout.IRQ_ENABLED, 1);
        assertThat(irq.isHigh()).isTrue();
    }

    @Test
    void alarmFiresWhenItsTimeComes() throws InterruptedException {
        CountDownLatch raised = new CountDownLatch(1);
        try (GoldfishRtc real =
                new GoldfishRtc(
                        InstantSource.system(),
                        high -> {
                            if (high) {
                                raised.countDown();
                            }
                        })) {
            long due = GoldfishRtc.nanos(InstantSource.system()) + 20_000_000;
            real.write(RtcLayout.IRQ_ENABLED, 4, 1);
            real.write(RtcLayout.ALARM_HIGH, 4, due >>> 32);
            real.write(RtcLayout.ALARM_LOW, 4, due & 0xffff_ffffL);
            raised.await();
            assertThat(GoldfishRtc.nanos(InstantSource.system())).isGreaterThanOrEqualTo(due);
        }
    }

    @Test
    void hostileAccessesDoNoHarm() {
        HostileAccess.hammer(rtc, GoldfishRtc.LENGTH);
        HostileAccess.hammer(rtc, 0x28);
    }
}
