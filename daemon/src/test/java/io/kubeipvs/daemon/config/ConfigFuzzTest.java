package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.DamagedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged configuration files: each is taken, perhaps with warnings, or refused in one line. {@code
 * -Dkubeipvs.fuzz.seconds=600} makes it longer.
 */
class ConfigFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("kubeipvs.fuzz.seconds", 3));
    private static final int LEAST = 500;
    private static final String OWN = """
            apiVersion: kubeipvs.io/v1alpha1
            kind: KubeIpvsConfiguration
            drainTimeout: 10m
            serviceCIDRs: [10.96.0.0/12, 'fd00::/108']
            silentARPLinks: ["eth*"]
            nodePortRange: 30000-32767
            watchOnlyThisNode: false
            externalAddresses: {allowedCIDRs: [203.0.113.0/24], deniedCIDRs: []}
            """;

    /** Texts that mean something to a parser of YAML, JSON, durations or addresses. */
    private static final List<String> TOKENS = List.of(
            "null",
            "~",
            "true",
            "yes",
            "0x7fffffffffffffffffff",
            "1e999",
            "-1",
            "''",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            ":",
            ": ",
            "- ",
            "? ",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "&a ",
            "*a",
            "<<: ",
            "!!str ",
            "!!binary ",
            "!x ",
            "|\n",
            ">-\n",
            "#",
            "\t",
            "\r\n",
            "\n",
            "\n  ",
            "\uFEFF",
            "\u0000",
            "\u2028",
            "\u00b5s",
            "10.0.0.0/8",
            "::",
            "/",
            ",",
            "5m",
            ".5h",
            "primary",
            "ipvs",
            "[[[[[[[[[[[[",
            "{{{{{{{{",
            "- - - - - -",
            "999999999999h",
            "\\u0000",
            "\uD800");

    @TempDir
    private Path folder;

    @Test
    void isNeverMoreThanOneLine() throws Exception {
        long seed = Long.getLong("kubeipvs.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        DamagedText damage = new DamagedText(random, TOKENS);
        List<String> seeds = seeds();
        long end = System.nanoTime() + TIME.toNanos();
        int taken = 0;
        int tries = 0;
        while (tries < LEAST || System.nanoTime() < end) {
            boolean isOwn = random.nextInt(4) == 0;
            String text = damage.of(isOwn ? OWN : seeds.get(random.nextInt(seeds.size())));
            taken += isTaken(text, isOwn, seed) ? 1 : 0;
            tries++;
        }
        assertThat(taken)
                .as("files that are taken, of %d, seed %d", tries, seed)
                .isBetween(1, tries - 1);
    }

    private boolean isTaken(String text, boolean isOwn, long seed) throws IOException {
        Path file = folder.resolve("config.conf");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        ConfigFile files = isOwn ? new ConfigFile(Optional.empty(), Optional.of(file), false) : ConfigFile.at(file);
        try {
            ConfigFile.Content content = files.read(Config.DEFAULT);
            content.warnings()
                    .forEach(warning -> assertThat(warning.toString().lines()).hasSize(1));
            assertThat(new Configz(new ConfigInForce(content)).json()).startsWith("{");
            return true;
        } catch (ConfigException e) {
            assertThat(e.getMessage().lines()).as(e.getMessage()).hasSize(1);
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ", file:\n" + text, e);
        }
    }

    private static List<String> seeds() throws IOException {
        Path configs = Path.of("src", "test", "resources", "config");
        List<String> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(configs.resolve("clusters"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                seeds.add(Files.readString(file));
            }
        }
        seeds.add(Files.readString(configs.resolve("kube-proxy-1.36.2").resolve("config.json")));
        return seeds;
    }
}
