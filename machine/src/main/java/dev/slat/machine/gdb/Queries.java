package dev.slat.machine.gdb;

import java.nio.charset.StandardCharsets;

/** Answers the packets that begin with {@code q} or {@code Q}: what the stub and its target are. */
final class Queries {
    /** The largest packet we take, in bytes: half of it is as much memory as one packet writes. */
    static final int PACKET_SIZE = 0x4000;

    private static final String FEATURES = "qXfer:features:read:target.xml:";
    private static final String PHYSICAL = "qemu.PhyMemMode";

    private final Threads threads;
    private final DebugMemory memory;
    private final Monitor monitor;
    private final PacketWriter out;

    Queries(Threads threads, DebugMemory memory, Monitor monitor, PacketWriter out) {
        this.threads = threads;
        this.memory = memory;
        this.monitor = monitor;
        this.out = out;
    }

    /** The answer; empty to what is not known, as the protocol wants it. */
    String answer(String packet) {
        String name = packet.split("[:,;]", 2)[0];
        return switch (name) {
            case "qSupported" ->
                    "PacketSize=%x;qXfer:features:read+;vContSupported+;QStartNoAckMode+"
                            .formatted(PACKET_SIZE);
            case "QStartNoAckMode" -> {
                out.stopAcknowledging();
                yield "OK";
            }
            case "qAttached" -> "1";
            case "qC" -> "QC" + Threads.id(threads.chosen());
            case "qfThreadInfo" -> threads.list();
            case "qsThreadInfo" -> "l";
            case "qThreadExtraInfo" -> hex(threads.description(threads.hart(after(packet))));
            case "qXfer" -> packet.startsWith(FEATURES) ? features(packet) : "";
            case "qRcmd" -> command(after(packet));
            case "qSymbol" -> "OK";
            case "q" + PHYSICAL -> memory.isPhysical() ? "1" : "0";
            case "Q" + PHYSICAL -> {
                memory.setPhysical(Hex.number(after(packet)) != 0);
                yield "OK";
            }
            default -> "";
        };
    }

    /** A part of the description: {@code m} where more follows, {@code l} at its end. */
    private String features(String packet) {
        String[] range = packet.substring(FEATURES.length()).split(",", -1);
        if (range.length != 2) {
            throw new BadPacket();
        }
        String xml = TargetXml.of(threads.debugger().registers());
        int from = Math.min(xml.length(), Hex.smallNumber(range[0]));
        int length = Math.min(Hex.smallNumber(range[1]), PACKET_SIZE / 2);
        int to = Math.min(xml.length(), from + length);
        return (to == xml.length() ? "l" : "m") + xml.substring(from, to);
    }

    private String command(String digits) {
        String text = monitor.run(new String(Hex.bytes(digits), StandardCharsets.UTF_8));
        return text.isEmpty() ? "OK" : hex(text);
    }

    private static String hex(String text) {
        return Hex.bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String after(String packet) {
        String[] parts = packet.split("[:,]", 2);
        if (parts.length < 2) {
            throw new BadPacket();
        }
        return parts[1];
    }
}
