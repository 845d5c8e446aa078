package io.kubeipvs.daemon;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code kube-ipvs}. Exit status: 0 done, 1 failed, 2 wrong command line. */
@Command(
        name = "kube-ipvs",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A Kubernetes service proxy on the kernel's IPVS load balancer.",
        subcommands = {RunCommand.class, CleanupCommand.class, Main.VersionCommand.class})
public final class Main {
    private static final Set<String> OF_THE_PROGRAM = Set.of("-h", "--help", "-V", "--version");

    private Main() {}

    /** The entry. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandLine command = new CommandLine(new Main());
        command.setExecutionExceptionHandler((e, failed, parsed) -> RunCommand.report(e, failed));
        return command.execute(KeyFlags.normalized(withCommand(args)));
    }

    /** kube-proxy has no commands: where only its flags are given, as in its own DaemonSet, it is to serve. */
    private static String[] withCommand(String... args) {
        boolean isFlagsAlone = args.length > 0 && args[0].startsWith("-") && !OF_THE_PROGRAM.contains(args[0]);
        return isFlagsAlone
                ? Stream.concat(Stream.of("run"), Arrays.stream(args)).toArray(String[]::new)
                : args;
    }

    /** For {@code --version}. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kube-ipvs " + Version.text()};
        }
    }

    /** {@code kube-ipvs version}. */
    @Command(name = "version", description = "Print the version.")
    static final class VersionCommand implements Runnable {
        @Override
        public void run() {
            System.out.println("kube-ipvs " + Version.text());
        }
    }
}
