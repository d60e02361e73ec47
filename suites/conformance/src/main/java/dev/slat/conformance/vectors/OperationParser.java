package dev.slat.conformance.vectors;

import dev.slat.conformance.vectors.Operation.Add;
import dev.slat.conformance.vectors.Operation.Check;
import dev.slat.conformance.vectors.Operation.ClearLog;
import dev.slat.conformance.vectors.Operation.Discard;
import dev.slat.conformance.vectors.Operation.GetLog;
import dev.slat.conformance.vectors.Operation.KernelWrite;
import dev.slat.conformance.vectors.Operation.ManualLog;
import dev.slat.conformance.vectors.Operation.MapRegion;
import dev.slat.conformance.vectors.Operation.NewVm;
import dev.slat.conformance.vectors.Operation.Peek;
import dev.slat.conformance.vectors.Operation.Poke;
import dev.slat.conformance.vectors.Operation.Protect;
import dev.slat.conformance.vectors.Operation.Read;
import dev.slat.conformance.vectors.Operation.Ring;
import dev.slat.conformance.vectors.Operation.SetRegion;
import dev.slat.conformance.vectors.Operation.Touch;
import dev.slat.conformance.vectors.Operation.Unmap;
import dev.slat.conformance.vectors.Operation.Write;
import dev.slat.conformance.vectors.Operation.Zone;

import java.util.List;

/** The left side of a line: {@code set slot=0 gpa=0x0 ...}. */
final class OperationParser {
    private OperationParser() {}

    /**
     * Reads an operation.
     *
     * @throws IllegalArgumentException for one that is unknown or malformed
     */
    static Operation parse(List<String> words) {
        String name = words.getFirst();
        // Two operations have a word before their key=value pairs.
        boolean named = List.of("mem", "cap", "check").contains(name);
        if (named && words.size() < 2) {
            throw new IllegalArgumentException("'" + name + "' of what?");
        }
        String what = named ? words.get(1) : "";
        Arguments arguments = new Arguments(words.subList(named ? 2 : 1, words.size()));
        Operation operation =
                switch (name) {
                    case "mem" -> memory(what, arguments);
                    case "cap" -> capability(what, arguments);
                    case "check" -> check(what);
                    case "poke", "peek", "discard", "unmap", "protect" -> host(name, arguments);
                    case "write", "read", "add", "touch", "kwrite" -> access(name, arguments);
                    default -> slots(name, arguments);
                };
        arguments.end();
        return operation;
    }

    private static Operation slots(String name, Arguments a) {
        return switch (name) {
            case "vm" -> new NewVm(a.flag("vcpu"));
            case "set" ->
                    new SetRegion(
                            a.number32("slot"),
                            a.number("gpa"),
                            a.number("size"),
                            a.userAddress(),
                            a.number32("flags"));
            case "dirty" -> new GetLog(a.number32("slot"), a.badBuffer());
            case "clear" ->
                    new ClearLog(
                            a.number32("slot"),
                            a.number("first"),
                            a.number32("num"),
                            bits(a.text("bits")),
                            a.badBuffer());
            case "zone", "unzone" ->
                    new Zone(
                            name.equals("zone"),
                            a.number("gpa"),
                            a.number32("size"),
                            pio(a.number("pio", 0)));
            case "ring" -> new Ring(a.flag("keep"), a.number("show", -1));
            default -> throw new IllegalArgumentException("unknown operation '" + name + "'");
        };
    }

    private static int pio(long pio) {
        if (pio >>> 32 != 0) {
            throw new IllegalArgumentException("pio=" + pio + " is no number of 32 bits");
        }
        return (int) pio;
    }

    private static PageBits bits(String text) {
        return text.equals("all")
                ? new PageBits(true, PageSet.NONE)
                : new PageBits(false, PageSet.parse(text));
    }

    private static Operation memory(String region, Arguments a) {
        if (region.length() != 1 || !HostRegion.isName(region.charAt(0))) {
            throw new IllegalArgumentException("'" + region + "' is no region A to Z");
        }
        return new MapRegion(region.charAt(0), a.number("size"), a.flag("warm"), a.flag("thp"));
    }

    private static Operation capability(String name, Arguments a) {
        if (!Capability.isName(name) || Capability.number(name) != Capability.MANUAL_PROTECT2) {
            throw new IllegalArgumentException("'" + name + "' cannot be enabled here");
        }
        return new ManualLog(a.number("flags"), a.number("capflags", 0));
    }

    private static Operation check(String name) {
        return new Check(Capability.isName(name) ? Capability.number(name) : Numbers.parse32(name));
    }

    private static Operation access(String name, Arguments a) {
        long gpa = a.number("gpa");
        return switch (name) {
            case "read" -> new Read(gpa, a.length());
            case "write" -> new Write(gpa, a.length(), a.number("val"));
            case "add" -> new Add(gpa, a.length(), a.number("val"));
            case "kwrite" -> new KernelWrite(gpa);
            default ->
                    new Touch(
                            gpa,
                            a.number("count", 1),
                            a.number("stride", 0x1000),
                            a.length(8),
                            a.number("val", 1));
        };
    }

    private static Operation host(String name, Arguments a) {
        long address = a.userAddress();
        return switch (name) {
            case "poke" -> new Poke(address, a.length(), a.number("val"));
            case "peek" -> new Peek(address, a.length());
            case "discard" -> new Discard(address, a.number("size"));
            case "unmap" -> new Unmap(address, a.number("size"));
            default -> new Protect(address, a.number("size"), protection(a.number("prot")));
        };
    }

    private static int protection(long protection) {
        if (protection != 0 && protection != 1 && protection != 3) {
            throw new IllegalArgumentException("prot=" + protection + " is not 0, 1 or 3");
        }
        return (int) protection;
    }
}
