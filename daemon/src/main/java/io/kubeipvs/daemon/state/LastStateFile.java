package io.kubeipvs.daemon.state;

import io.kubeipvs.daemon.files.SafeFile;
import io.kubeipvs.daemon.k8s.OneLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the last known state: JSON, compressed by gzip, whose checksum at the end shows damage. {@code zcat} prints
 * it.
 */
public final class LastStateFile {
    private static final Logger LOG = LoggerFactory.getLogger(LastStateFile.class);
    private static final String NAME = "last-state.json.gz";
    private static final int BUFFER = 1 << 15;

    private final Path path;
    private final Duration maxAge;
    private final InstantSource clock;

    /**
     * @param folder is made when it is needed
     * @param maxAge how old a state may be that is used, more than 0
     * @param clock the time of day: a reboot ends every other clock
     */
    public LastStateFile(Path folder, Duration maxAge, InstantSource clock) {
        this.path = path(folder);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** The file in this folder. */
    public static Path path(Path folder) {
        return folder.resolve(NAME);
    }

    Path path() {
        return path;
    }

    /**
     * A state, and when it was written.
     *
     * @param written the time of day
     */
    record Dated(LastState state, Instant written) {}

    /** Replaces the file. */
    void write(LastState state, Origin origin) throws IOException {
        SafeFile.replace(path, out -> {
            try (GZIPOutputStream zipped = new Fast(out)) {
                LastStateWriter.write(state, origin, clock.instant(), zipped);
            }
        });
    }

    private static final class Fast extends GZIPOutputStream {
        private Fast(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** The state, if it is intact, of this origin and not too old. Otherwise a line of the log states why it is not used. */
    Optional<Dated> read(Origin origin) {
        Instant[] written = new Instant[1];
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(SafeFile.open(path)), BUFFER)) {
            LastState state = LastStateReader.read(in, (of, at) -> {
                check(origin, of, at);
                written[0] = at;
            });
            return Optional.of(new Dated(state, written[0]));
        } catch (NoSuchFileException e) {
            LOG.info("last_state_none file={} effect=\"waits for the API server\"", path);
        } catch (UnusableStateException e) {
            ignored(e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.debug("last_state_damaged file={}", path, e);
            ignored("it is damaged or cannot be read: " + OneLine.of(firstLine(e)));
        }
        return Optional.empty();
    }

    private void check(Origin expected, Origin actual, Instant written) throws UnusableStateException {
        if (!actual.node().equals(expected.node())) {
            throw new UnusableStateException(
                    "it is of node " + OneLine.of(actual.node()) + ", and this node is " + expected.node());
        }
        if (!actual.server().equals(expected.server())) {
            throw new UnusableStateException("it is of the API server " + OneLine.of(actual.server())
                    + ", and this node uses " + expected.server());
        }
        Duration age = Duration.between(written, clock.instant());
        if (age.compareTo(maxAge) > 0) {
            throw new UnusableStateException(
                    "it is " + age.toMinutes() + " min old, and lastStateMaxAge is " + maxAge.toMinutes() + " min");
        }
    }

    private void ignored(String cause) {
        LOG.warn("last_state_ignored file={} cause=\"{}\" effect=\"waits for the API server\"", path, cause);
    }

    private static String firstLine(Exception e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        return text.lines().findFirst().orElse("");
    }
}
