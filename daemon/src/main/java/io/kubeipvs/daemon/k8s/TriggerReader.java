package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Family;
import java.time.DateTimeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the time of the event that changed a slice last. The slice's controller records it to measure latency. */
final class TriggerReader {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerReader.class);

    /** A time of RFC 3339; {@code EndpointsLastChangeTriggerTime} of k8s.io/api/core/v1. */
    private static final String ANNOTATION = "endpoints.kubernetes.io/last-change-trigger-time";

    private TriggerReader() {}

    /** The time; empty if the annotation is missing or is not a time. The slice is valid without it. */
    static Optional<ChangeTrigger> read(FieldMap slice, Family family) throws UnusableObjectException {
        String text = Metadata.annotations(slice).text(ANNOTATION);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ChangeTrigger(family, ApiTime.parse(text)));
        } catch (DateTimeException e) {
            LOG.debug(
                    "trigger_time_ignored slice={} annotation={} value=\"{}\" cause=\"not a time\"",
                    SliceReader.name(slice),
                    ANNOTATION,
                    text);
            return Optional.empty();
        }
    }
}
