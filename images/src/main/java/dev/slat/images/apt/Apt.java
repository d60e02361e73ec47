package dev.slat.images.apt;

import dev.slat.images.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host's apt, run with lists, caches and a dpkg status of its own in a private folder.
 *
 * <p>Keyrings, proxies, credentials and everything else that the host's administrator configured
 * stay in force: only the state and the source list are replaced, and what would weaken
 * verification is switched off. Needs no root; nothing on the host is changed. One instance belongs
 * to one thread.
 */
public final class Apt {
    private final Path folder;
    private final Path configuration;
    private final String architecture;

    /**
     * Lays out the private state in {@code folder}, which exists, for {@code architecture} in
     * Debian's spelling.
     *
     * @throws IOException if the folder cannot be written
     */
    public Apt(Path folder, String architecture) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.architecture = architecture;
        this.configuration = this.folder.resolve("apt.conf");
        for (String part : List.of("lists/partial", "cache/archives/partial", "packages")) {
            Files.createDirectories(this.folder.resolve(part));
        }
        Files.writeString(this.folder.resolve("status"), "");
        Files.writeString(configuration, configuration());
    }

    /** Whether this machine has apt. */
    public static boolean isPresent() {
        return Files.isExecutable(Path.of("/usr/bin/apt-get"));
    }

    /** The host's enabled binary sources, from the places that its apt configuration names. */
    public static List<AptSource> hostSources()
            throws AptException, IOException, InterruptedException {
        var paths = new ArrayList<Path>();
        AptProgram.run(
                Path.of("/"),
                List.of(
                        "apt-config",
                        "shell",
                        "LIST",
                        "Dir::Etc::sourcelist/f",
                        "PARTS",
                        "Dir::Etc::sourceparts/d"),
                line -> {
                    int first = line.indexOf('\'');
                    int last = line.lastIndexOf('\'');
                    if (first >= 0 && last > first) {
                        paths.add(Path.of(line.substring(first + 1, last)));
                    }
                });
        var sources = new ArrayList<AptSource>();
        for (Path path : paths) {
            for (Path file : filesOf(path)) {
                String text = Files.readString(file);
                sources.addAll(
                        file.toString().endsWith(".sources")
                                ? AptSourceParser.deb822(text)
                                : AptSourceParser.oneLine(text));
            }
        }
        return sources;
    }

    private static List<Path> filesOf(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Files.isReadable(path) ? List.of(path) : List.of();
        }
        try (var entries = Files.list(path)) {
            return entries.filter(Files::isReadable)
                    .filter(file -> file.toString().matches(".*\\.(list|sources)"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Fetches the indexes of {@code sources}, and these alone. Signatures are checked by apt. An
     * index that cannot be had does not spoil the others.
     *
     * @throws AptException if there was an error with any of them
     */
    void update(List<AptSource> sources, Progress progress)
            throws AptException, IOException, InterruptedException {
        var text = new StringBuilder();
        sources.forEach(source -> text.append(source.stanza(architecture)).append('\n'));
        Files.writeString(folder.resolve("slat.sources"), text);
        AptProgram.run(folder, apt("apt-get", "update"), line -> tell(progress, line));
    }

    /** The candidate version of {@code name} in the fetched indexes. */
    Optional<PackageRecord> candidate(String name)
            throws AptException, IOException, InterruptedException {
        var text = new StringBuilder();
        try {
            AptProgram.run(
                    folder,
                    apt("apt-cache", "show", "--no-all-versions", name),
                    line -> text.append(line).append('\n'));
        } catch (AptException e) {
            // This is how apt-cache says "no such package": with an error like any other.
            return Optional.empty();
        }
        return PackageRecord.parse(text.toString()).stream().findFirst();
    }

    /**
     * Downloads packages into a folder of the private state, in the order given. Hashes are checked
     * by apt against the signed index.
     *
     * @return the files, in the same order
     */
    public List<Path> download(List<PackageRecord> packages, Progress progress)
            throws AptException, IOException, InterruptedException {
        var command = new ArrayList<>(apt("apt-get", "download"));
        packages.forEach(one -> command.add(one.name() + "=" + one.version()));
        Path target = folder.resolve("packages");
        AptProgram.run(target, command, line -> tell(progress, line));
        var files = new ArrayList<Path>();
        for (PackageRecord one : packages) {
            files.add(fileOf(one, target));
        }
        return files;
    }

    private static Path fileOf(PackageRecord one, Path target) throws IOException, AptException {
        try (var found = Files.newDirectoryStream(target, one.name() + "_*.deb")) {
            for (Path file : found) {
                return file;
            }
        }
        throw new AptException("apt-get did not leave a file for " + one.name());
    }

    private List<String> apt(String program, String... arguments) {
        var command = new ArrayList<>(List.of(program, "-c", configuration.toString()));
        command.addAll(List.of("-o", "APT::Status-Fd=1"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void tell(Progress progress, String line) {
        AptStatus.share(line).ifPresent(progress::update);
    }

    /** Read by apt after the host's own configuration, so it has the last word. */
    private String configuration() {
        return """
        #clear APT::Architectures;
        #clear APT::Default-Release;
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        APT::Architecture "%2$s";
        APT::Architectures { "%2$s"; };
        APT::Get::AllowUnauthenticated "false";
        APT::Sandbox::User "";
        APT::Update::Error-Mode "any";
        Acquire::AllowInsecureRepositories "false";
        Acquire::AllowWeakRepositories "false";
        Acquire::AllowDowngradeToInsecureRepositories "false";
        Acquire::Languages { "none"; };
        Acquire::Retries "2";
        Dir::State "%1$s";
        Dir::State::lists "%1$s/lists";
        Dir::State::status "%1$s/status";
        Dir::Cache "%1$s/cache";
        Dir::Cache::archives "%1$s/cache/archives";
        Dir::Etc::sourcelist "%1$s/slat.sources";
        Dir::Etc::sourceparts "/dev/null";
        """
                .formatted(folder, architecture);
    }
}
