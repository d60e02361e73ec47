package dev.slat.torture.memory;

import dev.slat.memory.bus.CoalescedZone;
import dev.slat.torture.run.Crew;
import dev.slat.torture.run.Delay;

import java.util.SplittableRandom;

/** Puts devices and zones on the bus, and takes them off, while harts use them. */
final class BusChanger {
    private BusChanger() {}

    static void run(World world, Crew crew, SplittableRandom dice) throws InterruptedException {
        while (crew.goesOn()) {
            MortalDevice device = new MortalDevice(world.findings);
            long gpa = Layout.DEVICE + dice.nextInt(Layout.DEVICES) * Layout.PAGE;
            CoalescedZone zone = CoalescedZone.memory(gpa + Long.BYTES, Long.BYTES);
            boolean withZone = dice.nextBoolean();
            world.memory.registerDevice(gpa, Layout.PAGE, device);
            if (withZone) {
                world.memory.registerZone(zone);
            }
            Delay.some(dice);
            if (withZone) {
                world.memory.unregisterZone(zone);
            }
            world.memory.unregisterDevice(device);
            device.die();
            world.updates.add(withZone ? 4 : 2);
            Delay.some(dice);
        }
    }
}
