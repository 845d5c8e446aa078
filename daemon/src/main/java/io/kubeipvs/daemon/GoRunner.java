package io.kubeipvs.daemon;

import io.kubeipvs.daemon.files.SafeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code /go-runner}, which starts kube-proxy in Kubernetes' own images and writes its output to a
 * file: {@code /go-runner --log-file=FILE --also-stdout /usr/local/bin/kube-proxy FLAGS}. Here it is the same program, which
 * needs no second process. Follows {@code images/build/go-runner} of kubernetes/release.
 *
 * @param logFile gets the output, behind what it has; empty = no file
 * @param alsoStdout whether the output goes to standard output too
 * @param redirectStderr whether standard error goes there too
 * @param arguments of kube-ipvs
 */
record GoRunner(Optional<String> logFile, boolean alsoStdout, boolean redirectStderr, List<String> arguments) {
    private static final Set<String> SWITCHES = Set.of("also-stdout", "redirect-stderr");
    private static final Set<String> OURSELVES = Set.of("kube-proxy", "kube-ipvs");

    /** The command line; empty for one that does not name kube-ipvs or kube-proxy as what to start. */
    static Optional<GoRunner> of(List<String> args) {
        GoRunner flags = new GoRunner(Optional.empty(), false, true, List.of());
        int at = 0;
        while (at < args.size() && args.get(at).matches("--?[a-z][a-z-]*(=.*)?")) {
            String[] flag = args.get(at).replaceFirst("^--?", "").split("=", 2);
            if (flag[0].equals("log-file")) {
                boolean isNext = flag.length == 1;
                at += isNext ? 1 : 0;
                if (at == args.size()) {
                    return Optional.empty();
                }
                flags = flags.with(isNext ? args.get(at) : flag[1]);
            } else if (SWITCHES.contains(flag[0])) {
                flags = flags.with(flag[0], flag.length == 1 || flag[1].matches("[1tT].*"));
            } else {
                return Optional.empty();
            }
            at++;
        }
        return at < args.size() && isOurselves(args.get(at))
                ? Optional.of(new GoRunner(
                        flags.logFile, flags.alsoStdout, flags.redirectStderr, args.subList(at + 1, args.size())))
                : Optional.empty();
    }

    private static boolean isOurselves(String program) {
        return OURSELVES.contains(program.substring(program.lastIndexOf('/') + 1));
    }

    private GoRunner with(String file) {
        return new GoRunner(Optional.of(file).filter(name -> !name.isEmpty()), alsoStdout, redirectStderr, arguments);
    }

    private GoRunner with(String flag, boolean on) {
        return flag.equals("also-stdout")
                ? new GoRunner(logFile, on, redirectStderr, arguments)
                : new GoRunner(logFile, alsoStdout, on, arguments);
    }

    /**
     * Sends the output of this program to the places that the flags name.
     *
     * @throws StartException when the file cannot be written
     */
    void redirect() throws StartException {
        if (logFile.isEmpty()) {
            return;
        }
        try {
            OutputStream file = SafeFile.append(Path.of(logFile.get()));
            PrintStream out =
                    new PrintStream(alsoStdout ? new Both(file, System.out) : file, true, StandardCharsets.UTF_8);
            System.setOut(out);
            if (redirectStderr) {
                System.setErr(out);
            }
        } catch (IOException | InvalidPathException e) {
            throw new StartException("--log-file " + logFile.get() + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Two outputs for the same text. A file that becomes full does not stop the other one. */
    private static final class Both extends OutputStream {
        private final OutputStream file;
        private final PrintStream terminal;

        Both(OutputStream file, PrintStream terminal) {
            this.file = file;
            this.terminal = terminal;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            terminal.write(bytes, from, count);
            terminal.flush();
            file.write(bytes, from, count);
        }
    }
}
