package dev.slat.memory.slots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ranges of guest frames that stand for other frames: KVM_SET_MEMORY_ALIAS, as it was in Linux
 * 2.6.33. Immutable, a part of the {@link SlotTable} snapshot.
 *
 * <p>The first alias that matches wins, once: an alias of an alias is not followed.
 */
public final class AliasTable {
    /** No aliases. */
    static final AliasTable EMPTY = new AliasTable(List.of());

    /**
     * One alias.
     *
     * @param index which one, from 0
     * @param invalid being changed: it makes no new translation
     */
    public record Alias(
            int index, int addressSpace, long gfn, long pages, long targetGfn, boolean invalid) {
        boolean contains(int space, long frame) {
            return space == addressSpace && frame >= gfn && frame - gfn < pages;
        }

        Alias invalidated() {
            return new Alias(index, addressSpace, gfn, pages, targetGfn, true);
        }
    }

    /** A frame that no alias may resolve now. */
    public static final long INVALID = -1;

    private final List<Alias> aliases;

    /** One load in every look-up. */
    private final boolean empty;

    private AliasTable(List<Alias> aliases) {
        this.aliases = aliases;
        this.empty = aliases.isEmpty();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return empty;
    }

    /** The frame that a frame stands for, for making a translation; or {@link #INVALID}. */
    public long resolve(int addressSpace, long gfn) {
        for (Alias alias : aliases) {
            if (alias.contains(addressSpace, gfn)) {
                return alias.invalid ? INVALID : alias.targetGfn + (gfn - alias.gfn);
            }
        }
        return gfn;
    }

    /** The alias with an index. */
    public Optional<Alias> get(int index) {
        return aliases.stream().filter(alias -> alias.index == index).findFirst();
    }

    /** Shows each range of frames that stands for frames in the given range, invalid ones too. */
    public void forEachAliasOf(int addressSpace, long gfn, long pages, RangeVisitor visitor) {
        for (Alias alias : aliases) {
            long first = Math.max(gfn, alias.targetGfn);
            long end = Math.min(gfn + pages, alias.targetGfn + alias.pages);
            if (alias.addressSpace == addressSpace && first < end) {
                visitor.visit(alias.gfn + (first - alias.targetGfn), end - first);
            }
        }
    }

    /** Sees a range of frames. */
    public interface RangeVisitor {
        /** A range. */
        void visit(long gfn, long pages);
    }

    AliasTable with(Alias alias) {
        List<Alias> more = new ArrayList<>(without(alias.index).aliases);
        int at = 0;
        while (at < more.size() && more.get(at).index < alias.index) {
            at++;
        }
        more.add(at, alias);
        return new AliasTable(List.copyOf(more));
    }

    AliasTable without(int index) {
        return new AliasTable(aliases.stream().filter(alias -> alias.index != index).toList());
    }
}
