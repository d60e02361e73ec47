package dev.slat.images.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

class ArchivesTest {
    private static final HostRelease DEBIAN = new HostRelease(false, Set.of("bookworm"));
    private static final HostRelease UBUNTU = new HostRelease(true, Set.of("noble"));

    private static AptSource source(String uri, String component, String... suites) {
        return new AptSource(
                List.of(uri), List.of(suites), List.of(component), Map.of("Signed-By", "/key"));
    }

    @Test
    void asksTheOwnReleaseFirstAndThenNewerOnesWithTheSamePockets() {
        var candidates =
                Archives.candidates(
                        List.of(
                                source("http://m/debian", "main", "bookworm", "bookworm-updates"),
                                source("http://m/security", "main", "bookworm-security")),
                        DEBIAN);

        assertThat(candidates)
                .extracting(Archives.Candidate::release)
                .containsExactly("bookworm", "stable", "testing", "unstable");
        assertThat(candidates.get(1).sources())
                .containsExactly(
                        source("http://m/debian", "main", "stable", "stable-updates"),
                        source("http://m/security", "main", "stable-security"));
    }

    @Test
    void leavesOutWhatIsNotTheDistributionsOwn() {
        var candidates =
                Archives.candidates(
                        List.of(
                                source("http://vendor/apt", "main", "cloud-bookworm"),
                                source("http://vendor/apt", "extra", "bookworm"),
                                source("cdrom:[disc]/", "main", "bookworm")),
                        DEBIAN);

        assertThat(candidates).isEmpty();
    }

    @Test
    void doesNotAskOneReleaseTwice() {
        var candidates =
                Archives.candidates(List.of(source("http://m/debian", "main", "testing")), DEBIAN);

        assertThat(candidates)
                .extracting(Archives.Candidate::release)
                .containsExactly("testing", "stable", "unstable");
    }

    @Test
    void looksForUbuntusSisterArchive() {
        var candidates =
                Archives.candidates(
                        List.of(
                                source("http://de.archive.example/ubuntu/", "main", "noble"),
                                source("http://security.example/ubuntu", "main", "noble-security")),
                        UBUNTU);

        assertThat(candidates)
                .extracting(candidate -> candidate.sources().getFirst().uris().getFirst())
                .startsWith(
                        "http://de.archive.example/ubuntu/",
                        "http://de.archive.example/ubuntu-ports",
                        "http://ports.example/ubuntu-ports");
        assertThat(candidates.get(2).sources())
                .contains(source("http://ports.example/ubuntu-ports", "main", "noble-security"));
    }

    @Test
    void readsTheHostsRelease() {
        var debian = HostRelease.parse("ID=debian\nVERSION_CODENAME=bookworm\n");
        var derived =
                HostRelease.parse(
                        """
                        ID=mint
                        ID_LIKE="ubuntu debian"
                        VERSION_CODENAME=x
                        UBUNTU_CODENAME=noble
                        """);

        assertThat(debian).isEqualTo(DEBIAN);
        assertThat(derived).isEqualTo(new HostRelease(true, Set.of("noble", "x")));
    }
}
