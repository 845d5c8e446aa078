package io.kubeipvs.daemon.state;

import io.kubeipvs.daemon.k8s.OneLine;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** States in words for the user why a file could not be written. */
final class WriteFailure {
    private WriteFailure() {}

    static String inWords(Exception failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return OneLine.of(file.getReason());
        }
        return OneLine.of(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }
}
