package io.kubeipvs.daemon.commands.support;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.commands.output.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the parts into one zip file, and at its end a list of them. A part that is not available keeps no other away. */
public final class SupportArchive {
    /** The list of the other files. */
    public static final String MANIFEST = "MANIFEST.txt";

    /** Characters; a longer part is cut. */
    private static final int LONGEST = 32 * 1024 * 1024;

    private final String head;
    private final List<SupportPart> parts;
    private final Progress progress;

    /** Receives each part that is made. */
    public interface Progress {
        /** A part is made now. */
        void next(int number, int of, String file);
    }

    /** A part that could not be made, and why. */
    public record Missing(String file, String cause) {}

    /** A part as it was written. */
    private record Written(SupportPart part, String cause) {}

    /** @param head the first line of the list */
    public SupportArchive(String head, List<SupportPart> parts, Progress progress) {
        this.head = head;
        this.parts = List.copyOf(parts);
        this.progress = progress;
    }

    /**
     * Makes and writes all parts.
     *
     * @return those that are not available
     */
    public List<Missing> write(OutputStream out) throws IOException, InterruptedException {
        List<Written> written = new ArrayList<>();
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (SupportPart part : parts) {
            progress.next(written.size() + 1, parts.size(), part.file());
            written.add(write(part, zip));
        }
        add(zip, MANIFEST, manifest(written));
        zip.finish();
        zip.flush();
        return written.stream()
                .filter(one -> !one.cause().isEmpty())
                .map(one -> new Missing(one.part().file(), one.cause()))
                .toList();
    }

    private static Written write(SupportPart part, ZipOutputStream zip) throws IOException, InterruptedException {
        String text;
        String cause = "";
        try {
            text = part.source().text();
        } catch (CommandException e) {
            cause = e.getMessage();
            text = "not available: " + cause + "\n";
        } catch (KernelUnavailableException e) {
            cause = e.problem().toString();
            text = "not available: " + cause + "\n";
        } catch (IOException e) {
            cause = e.toString();
            text = "not available: " + cause + "\n";
        }
        add(zip, part.file(), text);
        return new Written(part, cause);
    }

    private static void add(ZipOutputStream zip, String file, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(file));
        zip.write(Redaction.of(cut(text)).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\n(cut here: it is longer)\n";
    }

    private String manifest(List<Written> written) {
        StringBuilder text = new StringBuilder(head).append("\n\n");
        for (Written one : written) {
            text.append(one.part().file())
                    .append("\n    ")
                    .append(one.part().meaning())
                    .append('\n');
            if (!one.cause().isEmpty()) {
                text.append("    not available: ").append(one.cause()).append('\n');
            }
        }
        return text.append("\nTokens, passwords, keys, certificates and the content of kubeconfigs are in none of them."
                        + "\nNames and addresses of Services, endpoints and nodes are.\n")
                .toString();
    }
}
