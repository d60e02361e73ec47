package dev.slat.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.util.List;

/** Coalesced zones against {@link ZoneModel}, and against what a host may rely on. */
class ZonePropertiesTest {
    /** One step: which of register, unregister and store, and with what range. */
    record Step(int kind, long gpa, int size) {}

    @Property(tries = 2000)
    void anyZonesCollectWhatTheRulesCollect(@ForAll("crowded") @Size(max = 60) List<Step> steps) {
        replay(steps);
    }

    @Property(tries = 1000)
    void extremeAddressesAndSizesFollowTheRules(
            @ForAll("extreme") @Size(max = 30) List<Step> steps) {
        replay(steps);
    }

    @Property(tries = 500)
    void withZonesThatDoNotOverlapEveryStoreInsideOneIsCollected(
            @ForAll("crowded") @Size(max = 40) List<Step> steps) {
        ZoneTable table = ZoneTable.EMPTY;
        ZoneModel model = new ZoneModel();
        for (Step step : steps) {
            CoalescedZone zone = CoalescedZone.memory(step.gpa, step.size);
            boolean apart =
                    model.zones.stream()
                            .allMatch(
                                    z ->
                                            zone.gpa() >= z.gpa() + z.size()
                                                    || z.gpa() >= zone.gpa() + zone.size());
            if (apart && zone.size() > 0) {
                table = table.with(zone);
                model.zones.add(zone);
            }
        }
        for (int gpa = 0; gpa < 80; gpa++) {
            for (int size = 1; size <= 8; size++) {
                int length = size;
                long from = gpa;
                assertThat(table.collects(gpa, size))
                        .isEqualTo(
                                model.zones.stream()
                                        .anyMatch(z -> ZoneModel.inside(from, length, z)));
            }
        }
    }

    private static void replay(List<Step> steps) {
        ZoneTable table = ZoneTable.EMPTY;
        ZoneModel model = new ZoneModel();
        for (Step step : steps) {
            CoalescedZone zone = CoalescedZone.memory(step.gpa, step.size);
            switch (step.kind) {
                case 0, 1, 2 -> {
                    table = table.with(zone);
                    model.add(zone);
                }
                case 3 -> {
                    table = table.without(zone);
                    model.remove(zone);
                    assertThat(table.count()).isEqualTo(model.zones.size());
                }
                default -> {
                    int size = Math.floorMod(step.size, 8) + 1;
                    boolean collected = table.collects(step.gpa, size);
                    assertThat(collected).isEqualTo(model.collects(step.gpa, size));
                    if (collected) {
                        assertThat(model.zones).anyMatch(z -> ZoneModel.inside(step.gpa, size, z));
                    }
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> crowded() {
        return steps(Arbitraries.longs().between(0, 70), Arbitraries.integers().between(0, 24));
    }

    @Provide
    Arbitrary<List<Step>> extreme() {
        return steps(
                Arbitraries.of(0L, 1L, 8L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fff0L, 1L << 32)
                        .flatMap(base -> Arbitraries.of(base, -base, base + 4, -base - 9)),
                Arbitraries.of(0, 1, 8, 16, 0x7fff_ffff, 0x8000_0000, 0xf000_0000, -16, -1));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Long> gpas, Arbitrary<Integer> sizes) {
        return Combinators.combine(Arbitraries.integers().between(0, 7), gpas, sizes)
                .as(Step::new)
                .list();
    }
}
