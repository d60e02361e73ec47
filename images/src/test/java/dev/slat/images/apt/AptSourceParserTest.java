package dev.slat.images.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AptSourceParserTest {
    @Test
    void readsStanzasAndKeepsWhatVerificationNeeds() {
        var sources =
                AptSourceParser.deb822(
                        """
                        Types: deb deb-src
                        # a comment
                        URIs: http://mirror.example/debian
                        Suites: bookworm bookworm-updates
                        Components: main
                        Signed-By: /keys/archive.gpg
                        Trusted: yes

                        Types: deb-src
                        URIs: http://mirror.example/sources
                        Suites: bookworm
                        Components: main

                        Types: deb
                        Enabled: no
                        URIs: http://off.example/debian
                        Suites: bookworm
                        Components: main
                        """);

        assertThat(sources).hasSize(1);
        assertThat(sources.getFirst().stanza("riscv64"))
                .isEqualTo(
                        """
                        Types: deb
                        URIs: http://mirror.example/debian
                        Suites: bookworm bookworm-updates
                        Components: main
                        Architectures: riscv64
                        Signed-By: /keys/archive.gpg
                        """);
    }

    @Test
    void keepsAKeyThatStandsInTheStanzaItself() {
        var sources =
                AptSourceParser.deb822(
                        """
                        types: deb
                        uris: http://mirror.example/debian
                        suites: stable
                        components: main
                        signed-by:
                         -----BEGIN PGP PUBLIC KEY BLOCK-----
                         .
                         mQINBF
                         -----END PGP PUBLIC KEY BLOCK-----
                        """);

        assertThat(sources.getFirst().stanza("riscv64"))
                .endsWith(
                        """
                        Signed-By:\s
                         -----BEGIN PGP PUBLIC KEY BLOCK-----
                         .
                         mQINBF
                         -----END PGP PUBLIC KEY BLOCK-----
                        """);
    }

    @Test
    void readsOneLineEntriesWithAndWithoutOptions() {
        var sources =
                AptSourceParser.oneLine(
                        """
                        # deb http://old.example/debian sid main
                        deb [arch=a,b signed-by=/a.gpg trusted=yes] http://one stable main all # end
                        deb-src http://one.example stable main
                        deb http://two.example/debian stable-security main
                        deb broken
                        """);

        assertThat(sources)
                .extracting(AptSource::suites)
                .asString()
                .isEqualTo("[[stable], [stable-security]]");
        assertThat(sources.getFirst().components()).containsExactly("main", "all");
        assertThat(sources.getFirst().options())
                .containsExactly(java.util.Map.entry("Signed-By", "/a.gpg"));
    }

    @Test
    void findsNothingInNothing() {
        assertThat(AptSourceParser.deb822("")).isEmpty();
        assertThat(AptSourceParser.oneLine("")).isEmpty();
    }
}
