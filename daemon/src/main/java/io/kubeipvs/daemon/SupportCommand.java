package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.ProgressLine;
import io.kubeipvs.daemon.commands.support.SupportArchive;
import io.kubeipvs.daemon.commands.support.SupportArchive.Missing;
import io.kubeipvs.daemon.files.SafeFile;
import io.kubeipvs.daemon.logging.Logging;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs support}: writes the state of this node into one archive. */
@Command(
        name = "support",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs support [--file FILE] [FLAG]...",
        footer = "Exit status: 0 written, 1 not written, 2 wrong command line.",
        description =
                "Write the state of this node into one zip file for a person who helps you: status, Services, plan,"
                        + " configuration, versions, kernel settings, IPVS, packet filter, links, metrics, threads and the last"
                        + " lines of the log. It has names and addresses, and no tokens, passwords, keys, certificates or"
                        + " content of kubeconfigs. Changes nothing. Works without a running kube-ipvs too.")
final class SupportCommand implements Callable<Integer> {
    /** Standard output. */
    private static final Path STDOUT = Path.of("-");

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = "kube-ipvs-support.zip",
            description = "The file, which only its owner may read; - for standard output. Default: ${DEFAULT-VALUE}.")
    private Path file;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private RunningProgram program;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        Logging.onlyWarnings();
        PrintWriter err = spec.commandLine().getErr();
        List<Missing> missing = new ArrayList<>();
        try (ProgressLine progress = ProgressLine.of(err)) {
            SupportArchive archive = new SupportArchive(
                    "kube-ipvs " + Version.text(), new SupportParts(program, options).all(), progress::show);
            write(archive, missing);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "--file " + file + ": cannot be written: " + e + "; give another file, or - for standard output",
                    e);
        }
        report(missing, file.equals(STDOUT) ? err : spec.commandLine().getOut());
        return ExitStatus.OK.code();
    }

    private void write(SupportArchive archive, List<Missing> missing) throws IOException, InterruptedException {
        if (file.equals(STDOUT)) {
            missing.addAll(archive.write(System.out));
            return;
        }
        SafeFile.writePrivate(file, out -> missing.addAll(uninterrupted(archive, out)));
    }

    /** A signal ends the process, and no thread interrupts this one. */
    private static List<Missing> uninterrupted(SupportArchive archive, OutputStream out) throws IOException {
        try {
            return archive.write(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void report(List<Missing> missing, PrintWriter out) {
        out.println((file.equals(STDOUT) ? "The archive" : file.toString()) + " is written. It has names and addresses,"
                + " and no secrets; " + SupportArchive.MANIFEST + " lists its files.");
        missing.stream()
                .collect(Collectors.groupingBy(
                        Missing::cause, Collectors.mapping(Missing::file, Collectors.joining(", "))))
                .forEach((cause, files) -> out.println("not available: " + files + ": " + cause));
    }
}
