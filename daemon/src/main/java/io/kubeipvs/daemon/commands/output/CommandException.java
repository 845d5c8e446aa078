package io.kubeipvs.daemon.commands.output;

/** A command cannot give its answer; the message is one line for the user, with the fix. */
public final class CommandException extends Exception {
    private final ExitStatus status;

    public CommandException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    public CommandException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The exit status. */
    public ExitStatus status() {
        return status;
    }
}
