package io.kubeipvs.daemon;

import io.kubeipvs.daemon.logging.Logging;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code kube-ipvs}. Exit status: 0 done, 1 failed, 2 wrong command line. */
@Command(
        name = "kube-ipvs",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A Kubernetes service proxy on the kernel's IPVS load balancer.",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            CleanupCommand.class,
            Main.VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private static final Set<String> OF_THE_PROGRAM = Set.of("-h", "--help", "-V", "--version");

    private static final String CLEANUP = "--cleanup(=(1|t|T|TRUE|true|True))?";
    private static final String NO_CLEANUP = "--cleanup=(0|f|F|FALSE|false|False)";
    private static final String VERSION = "--version(=(1|t|T|TRUE|true|True|raw))?";

    private Main() {}

    /** The entry. */
    public static void main(String[] args) {
        Logging.install();
        System.exit(execute(args));
    }

    static int execute(String... args) {
        Optional<GoRunner> runner = GoRunner.of(List.of(args));
        if (runner.isEmpty()) {
            return executeHere(args);
        }
        try {
            runner.get().redirect();
        } catch (StartException e) {
            System.err.println("kube-ipvs: " + e.getMessage());
            return 1;
        }
        return executeHere(runner.get().arguments().toArray(String[]::new));
    }

    private static int executeHere(String... args) {
        CommandLine command = new CommandLine(new Main());
        command.setParameterExceptionHandler((e, all) -> wrongCommandLine(e));
        command.setExecutionExceptionHandler((e, failed, parsed) -> RunCommand.report(e, failed));
        return command.execute(KeyFlags.normalized(withCommand(args)));
    }

    /**
     * kube-proxy has no commands: where only its flags are given, as in its own DaemonSet, it is to serve, or to clean
     * up.
     */
    private static String[] withCommand(String... args) {
        if (args.length == 0 || !args[0].startsWith("-") || OF_THE_PROGRAM.contains(args[0])) {
            return args;
        }
        List<String> flags = new ArrayList<>(List.of(args));
        if (flags.stream().anyMatch(flag -> flag.matches(VERSION))) {
            return new String[] {"--version"};
        }
        flags.removeIf(flag -> flag.matches(NO_CLEANUP));
        String command = flags.removeIf(flag -> flag.matches(CLEANUP)) ? "cleanup" : "run";
        flags.add(0, command);
        return flags.toArray(String[]::new);
    }

    /** The problem, and where to read on: not two hundred lines of flags, above which it would not be seen. */
    private static int wrongCommandLine(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        }
        if (command.getSubcommands().isEmpty()) {
            err.print("Usage: " + command.getHelp().synopsis(0));
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists the flags");
        } else {
            command.usage(err);
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** For {@code --version}. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kube-ipvs " + Version.text()};
        }
    }

    /** {@code kube-ipvs version}. */
    @Command(name = "version", mixinStandardHelpOptions = true, description = "Print the version.")
    static final class VersionCommand implements Runnable {
        @Override
        public void run() {
            System.out.println("kube-ipvs " + Version.text());
        }
    }
}
