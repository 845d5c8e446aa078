package io.kubeipvs.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.CapturedLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastStateFileTest {
    private static final Origin HERE = new Origin("n1", "https://192.0.2.1:6443/");
    private static final LastState USUAL = RandomState.usual();
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path base;

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void anyStateIsReadAsItWasWritten() throws IOException {
        long seed = System.nanoTime();
        RandomState states = new RandomState(new Random(seed));
        for (int i = 0; i < 200; i++) {
            LastState state = states.next();
            file().write(state, HERE);
            assertThat(file().read(HERE).map(LastStateFile.Dated::state))
                    .as("state %s of seed %s", i, seed)
                    .contains(state);
        }
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void itsAgeIsThatOfItsContent() throws IOException {
        file().write(USUAL, HERE);
        Instant written = now;
        now = now.plus(DAY);
        assertThat(file().read(HERE)).contains(new LastStateFile.Dated(USUAL, written));
        now = now.plusSeconds(1);
        isIgnored("it is 1440 min old, and lastStateMaxAge is 1440 min");
    }

    @Test
    void oneOfTheFutureIsUsedBecauseTheClockIsWrongAndNotTheFile() throws IOException {
        file().write(USUAL, HERE);
        now = Instant.EPOCH;
        assertThat(file().read(HERE)).isPresent();
    }

    @Test
    void oneOfAnotherNodeOrServerIsIgnored() throws IOException {
        file().write(USUAL, new Origin("n2", HERE.server()));
        isIgnored("it is of node n2, and this node is n1");
        file().write(USUAL, new Origin("n1", "https://198.51.100.1/"));
        isIgnored("it is of the API server https://198.51.100.1/, and this node uses https://192.0.2.1:6443/");
    }

    @Test
    void oneOfAnotherFormatIsIgnored() throws IOException {
        rewrite(json().replaceFirst("\"format\":1", "\"format\":2"));
        isIgnored("it has format 2, and this version reads format 1");
        rewrite(json().replaceFirst("\"format\":2", "\"format\":1"));
        assertThat(file().read(HERE).map(LastStateFile.Dated::state)).contains(USUAL);
    }

    @Test
    void aMissingOneIsNoWarning() {
        assertThat(file().read(HERE)).isEmpty();
        assertThat(log.lines()).singleElement().asString().contains("INFO").contains("last_state_none file=");
    }

    @Test
    void whatIsNoStateIsIgnored() throws IOException {
        for (String text : List.of("", "{}", "[]", "null", "{\"format\":1}", "x", json() + "{}", json() + "x")) {
            rewrite(text);
            isIgnored("it is damaged or cannot be read: ");
        }
        for (Map.Entry<String, String> damage : Map.of(
                        "\"10.96.0.1\"", "\"10.96.0.999\"",
                        "\"port\":80", "\"port\":0",
                        "\"TCP\"", "\"QUIC\"",
                        "\"services\"", "\"servants\"",
                        ",\"slices\":", ",\"slices\":null,\"object\":",
                        "\"written\":", "\"writing\":")
                .entrySet()) {
            String damaged = json().replace(damage.getKey(), damage.getValue());
            assertThat(damaged).isNotEqualTo(json());
            String before = json();
            rewrite(damaged);
            isIgnored("it is damaged or cannot be read: ");
            rewrite(before);
        }
    }

    @Test
    void aPlainFileOrASymbolicLinkIsIgnored() throws IOException {
        file().write(USUAL, HERE);
        Path path = file().path();
        Path moved = Files.move(path, base.resolve("moved"));
        Files.createSymbolicLink(path, moved);
        isIgnored("it is damaged or cannot be read: " + path + " is a symbolic link");
        Files.delete(path);
        Files.writeString(path, "{\"format\":1}");
        isIgnored("it is damaged or cannot be read: Not in GZIP format");
    }

    /** Every cut, and every byte changed: ignored with one line, or the same state. */
    @Test
    void aDamagedFileIsNeverAnotherState() throws IOException {
        file().write(USUAL, HERE);
        byte[] whole = Files.readAllBytes(file().path());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file().path(), Arrays.copyOf(whole, length));
            isIgnored("");
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.getLong("kubeipvs.fuzz.seconds", 1));
        for (int at = 0; at < whole.length || System.nanoTime() < end; at++) {
            byte[] damaged = whole.clone();
            damaged[at % whole.length] ^= (byte) (1 + random.nextInt(255));
            Files.write(file().path(), damaged);
            Optional<LastStateFile.Dated> read = file().read(HERE);
            assertThat(read.map(LastStateFile.Dated::state).orElse(USUAL))
                    .as("byte %s, seed %s", at, seed)
                    .isEqualTo(USUAL);
        }
        assertThat(log.lines())
                .allMatch(line -> line.contains("last_state_ignored file="))
                .isNotEmpty();
    }

    private LastStateFile file() {
        return new LastStateFile(base.resolve("state"), DAY, () -> now);
    }

    private void isIgnored(String cause) {
        int before = log.lines().size();
        assertThat(file().read(HERE)).isEmpty();
        assertThat(log.lines()).hasSize(before + 1);
        assertThat(log.lines().get(before)).contains("WARN", "last_state_ignored file=", "cause=\"" + cause);
    }

    private String json() throws IOException {
        if (!Files.exists(file().path())) {
            file().write(USUAL, HERE);
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file().path()))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (text.startsWith("{\"format\"")) {
                return text;
            }
        }
        file().write(USUAL, HERE);
        return json();
    }

    private void rewrite(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectories(file().path().getParent());
        Files.write(file().path(), bytes.toByteArray());
    }
}
