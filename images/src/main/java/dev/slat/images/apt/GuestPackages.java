package dev.slat.images.apt;

import dev.slat.images.ImageException;
import dev.slat.images.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The packages that make a guest: the newest stock kernel of a distribution, and busybox.
 *
 * @param release the release of the archive that offers them, as it was asked
 * @param kernel the kernel's image package, and those with its modules if they are apart
 * @param busybox the static busybox
 */
public record GuestPackages(String release, List<PackageRecord> kernel, PackageRecord busybox) {
    private static final String ARCHITECTURE = "riscv64";

    /** Packages without content of their own, whose dependency is the newest kernel. */
    private static final List<String> METAPACKAGES =
            List.of("linux-image-riscv64", "linux-image-generic");

    private static final String BUSYBOX = "busybox-static";

    /** The parts into which distributions cut a kernel of one version. */
    private static final Pattern KERNEL_PART =
            Pattern.compile("linux-(image|binary|base|modules)-(unsigned-)?\\d.*");

    /** Copies what it is given. */
    public GuestPackages {
        kernel = List.copyOf(kernel);
    }

    /** All of them: the kernel's parts first, busybox last. */
    public List<PackageRecord> all() {
        var all = new ArrayList<>(kernel);
        all.add(busybox);
        return all;
    }

    /**
     * Asks the archives that the host's sources lead to, one after the other, until one offers the
     * packages.
     *
     * @throws ImageException if none does, or none can be reached
     */
    public static GuestPackages find(Apt apt, List<AptSource> hostSources, Progress progress)
            throws ImageException, IOException, InterruptedException {
        List<Archives.Candidate> candidates = Archives.candidates(hostSources, HostRelease.read());
        if (candidates.isEmpty()) {
            throw new ImageException(
                    "apt's source list names no archive of this machine's own release to take a"
                            + " riscv64 kernel from; add one to /etc/apt/sources.list.d or name a"
                            + " kernel with --kernel");
        }
        String firstError = null;
        for (Archives.Candidate candidate : candidates) {
            progress.begin("Asking " + candidate.release() + " for a riscv64 kernel");
            try {
                apt.update(candidate.sources(), progress);
            } catch (AptException e) {
                firstError = firstError == null ? e.getMessage() : firstError;
            }
            try {
                Optional<GuestPackages> found = in(apt, candidate.release());
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (AptException e) {
                firstError = firstError == null ? e.getMessage() : firstError;
            }
        }
        throw notFound(candidates, firstError);
    }

    private static Optional<GuestPackages> in(Apt apt, String release)
            throws AptException, IOException, InterruptedException {
        Optional<PackageRecord> busybox = apt.candidate(BUSYBOX);
        for (String name : METAPACKAGES) {
            Optional<PackageRecord> metapackage = apt.candidate(name);
            if (metapackage.isPresent() && busybox.isPresent()) {
                Map<String, PackageRecord> parts = new LinkedHashMap<>();
                addParts(apt, metapackage.get(), parts);
                if (!parts.isEmpty()) {
                    return Optional.of(
                            new GuestPackages(release, List.copyOf(parts.values()), busybox.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static void addParts(Apt apt, PackageRecord parent, Map<String, PackageRecord> parts)
            throws AptException, IOException, InterruptedException {
        for (String name : parent.depends()) {
            if (KERNEL_PART.matcher(name).matches() && !parts.containsKey(name)) {
                Optional<PackageRecord> part = apt.candidate(name);
                if (part.isPresent()) {
                    parts.put(name, part.get());
                    addParts(apt, part.get(), parts);
                }
            }
        }
    }

    private static ImageException notFound(
            List<Archives.Candidate> candidates, @Nullable String error) {
        String asked =
                String.join(", ", candidates.stream().map(Archives.Candidate::release).toList());
        if (error == null) {
            return new ImageException(
                    "no riscv64 kernel in any release that apt's mirrors offer (asked for "
                            + asked
                            + "); add a source with riscv64 packages to apt, or name a kernel with"
                            + " --kernel");
        }
        return new ImageException(
                "apt could not fetch a riscv64 kernel (asked for "
                        + asked
                        + "): "
                        + error
                        + "; check the network and the mirror that apt is configured for, or name a"
                        + " kernel with --kernel");
    }

    /** The Debian name of the guest's architecture. */
    public static String architecture() {
        return ARCHITECTURE;
    }
}
