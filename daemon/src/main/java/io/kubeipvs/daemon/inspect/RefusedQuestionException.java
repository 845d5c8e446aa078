package io.kubeipvs.daemon.inspect;

/** A question gets no answer; the message is one line for the user. */
public final class RefusedQuestionException extends Exception {
    public RefusedQuestionException(String message) {
        super(message);
    }
}
