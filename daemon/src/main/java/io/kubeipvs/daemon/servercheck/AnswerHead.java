package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.model.StatusRange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an HTTP answer while it arrives. What follows it is not read. */
final class AnswerHead {
    /** No server sends more for a health check. */
    static final int MOST_BYTES = 8 * 1024;

    private static final byte[] BEGIN = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    private final StatusRange healthy;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    private int emptyLine;

    AnswerHead(StatusRange healthy) {
        this.healthy = healthy;
    }

    /** More of the answer came. Returns the verdict when the head is complete, or can be none. */
    Optional<Verdict> take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (head.size() < BEGIN.length && next != BEGIN[head.size()]) {
                return Optional.of(new Verdict(Verdict.Outcome.ANSWER, "the answer is not HTTP/1"));
            }
            if (head.size() == MOST_BYTES) {
                return Optional.of(new Verdict(
                        Verdict.Outcome.ANSWER, "the head of the answer is longer than " + MOST_BYTES + " bytes"));
            }
            head.write(next);
            if (isEnd(next)) {
                return Optional.of(verdict());
            }
        }
        return Optional.empty();
    }

    /** An empty line ends the head. */
    private boolean isEnd(byte next) {
        if (next == '\n') {
            emptyLine++;
        } else if (next != '\r') {
            emptyLine = 0;
        }
        return emptyLine == 2;
    }

    private Verdict verdict() {
        String line =
                head.toString(StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
        Matcher status = STATUS_LINE.matcher(line);
        if (!status.matches()) {
            return new Verdict(Verdict.Outcome.ANSWER, "the answer is not HTTP/1");
        }
        int code = Integer.parseInt(status.group(1));
        return healthy.contains(code)
                ? Verdict.PASSED
                : new Verdict(Verdict.Outcome.STATUS, "status " + code + " instead of " + healthy);
    }
}
