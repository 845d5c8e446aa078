package io.kubeipvs.daemon.commands.support;

import io.kubeipvs.daemon.commands.output.CommandException;
import java.io.IOException;

/**
 * One file of the archive.
 *
 * @param file its name
 * @param meaning of its content, in one line
 * @param source makes its text
 */
public record SupportPart(String file, String meaning, Source source) {
    /** Makes the text of a file. */
    public interface Source {
        /**
         * The text.
         *
         * @throws CommandException when it is not available; the message states why
         * @throws io.kubeipvs.core.kernel.KernelUnavailableException when the kernel cannot be read
         */
        String text() throws CommandException, IOException, InterruptedException;
    }
}
