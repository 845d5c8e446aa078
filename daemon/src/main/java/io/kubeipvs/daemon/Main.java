package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.ServicesCommand;
import io.kubeipvs.daemon.commands.StatusCommand;
import io.kubeipvs.daemon.commands.ipvs.ConnectionsCommand;
import io.kubeipvs.daemon.commands.ipvs.IpvsCommand;
import io.kubeipvs.daemon.commands.top.TopCommand;
import io.kubeipvs.daemon.config.Edits;
import io.kubeipvs.daemon.logging.Logging;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code kube-ipvs}. Exit status: {@link io.kubeipvs.daemon.commands.output.ExitStatus}. */
@Command(
        name = "kube-ipvs",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A Kubernetes service proxy on the kernel's IPVS load balancer.")
public final class Main {
    private static final String HELP = "help";
    private static final String RUN = "run";
    private static final Set<String> OF_THE_PROGRAM = Set.of("-h", "--help", "-V", "--version");

    private static final String CLEANUP = "--cleanup(=(1|t|T|TRUE|true|True))?";
    private static final String NO_CLEANUP = "--cleanup=(0|f|F|FALSE|false|False)";
    private static final String VERSION = "--version(=(1|t|T|TRUE|true|True|raw))?";

    /** Commands that change the node. */
    private static final Set<String> CHANGING = Set.of(RUN, "cleanup");

    /** A command with more wrong letters is not the meant one. */
    private static final int MOST_EDITS = 2;

    /** Characters in a line of help. */
    private static final int HELP_WIDTH = 100;

    /** In the order of {@code --help}. */
    static final List<String> COMMANDS = List.of(
            RUN,
            "check",
            "status",
            "services",
            "explain",
            "probe",
            "trace",
            "plan",
            "ipvs",
            "connections",
            "top",
            "config",
            "support",
            "cleanup",
            "completion",
            "version",
            HELP);

    /** Short names of commands, as kubectl has them. */
    private static final Map<String, String> SHORT_NAMES = Map.of("svc", "services");

    private Main() {}

    /** The command of this name. A switch: a table of makers would load the classes of all. */
    private static Object command(String name) {
        return switch (name) {
            case RUN -> new RunCommand();
            case "check" -> new CheckCommand();
            case "status" -> new StatusCommand();
            case "services" -> new ServicesCommand();
            case "explain" -> new ExplainCommand();
            case "probe" -> new ProbeCommand();
            case "trace" -> new TraceCommand();
            case "plan" -> new PlanCommand();
            case "ipvs" -> new IpvsCommand();
            case "connections" -> new ConnectionsCommand();
            case "top" -> new TopCommand();
            case "config" -> new ConfigCommand();
            case "support" -> new SupportCommand();
            case "cleanup" -> new CleanupCommand();
            case "completion" -> new CompletionCommand();
            case "version" -> new VersionCommand();
            case HELP -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

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
        String[] line = normalized(args);
        if (line.length > 0 && line[0].equals(RUN)) {
            Ahead.begin();
        }
        CommandLine command = commandLine(line);
        if (List.of(line).contains(ConfigOptions.HELP_ALL)) {
            command.getSubcommands().values().forEach(one -> KeyFlags.show(one.getCommandSpec()));
            Collections.replaceAll(Arrays.asList(line), ConfigOptions.HELP_ALL, "--help");
        }
        command.setUsageHelpWidth(HELP_WIDTH);
        command.setParameterExceptionHandler((e, all) -> wrongCommandLine(e));
        command.setExecutionStrategy(Main::executeAllowed);
        command.setExecutionExceptionHandler((e, failed, parsed) -> RunCommand.report(e, failed));
        return command.execute(line);
    }

    /** A command line with a command, and with the long names of commands and flags. */
    static String[] normalized(String... args) {
        String[] line = KeyFlags.normalized(withCommand(args));
        if (line.length > 0) {
            line[0] = SHORT_NAMES.getOrDefault(line[0], line[0]);
        }
        return line;
    }

    private static int executeAllowed(CommandLine.ParseResult given) {
        if (given.hasSubcommand()) {
            UserMistake.requireAllowed(given.subcommand());
        }
        return new CommandLine.RunLast().execute(given);
    }

    /** The program with all its commands. */
    static CommandLine program() {
        return commandLine();
    }

    /** With the one command that is called, if there is one: each has all flags, and they take time to set up. */
    private static CommandLine commandLine(String... line) {
        boolean isOne = line.length > 0 && !line[0].equals(HELP) && COMMANDS.contains(line[0]);
        CommandLine program = new CommandLine(new Main());
        for (String name : isOne ? List.of(line[0]) : COMMANDS) {
            program.addSubcommand(name, new CommandLine(command(name)));
        }
        return program;
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
        String command = flags.removeIf(flag -> flag.matches(CLEANUP)) ? "cleanup" : RUN;
        flags.add(0, command);
        return flags.toArray(String[]::new);
    }

    /** The problem, and where to read on: not two hundred lines of flags, above which it would not be seen. */
    private static int wrongCommandLine(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        if (command.getSubcommands().isEmpty()) {
            err.println(UserMistake.text(e));
            err.print("Usage: " + command.getHelp().synopsis(0));
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists the flags");
        } else if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            err.println(unknownCommand(unmatched.getUnmatched().get(0)));
        } else {
            err.println("a command is missing");
            command.usage(err);
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Suggests the nearest command. None if that may be one that changes the node: a typing mistake must not lead there. */
    private static String unknownCommand(String word) {
        List<String> near = COMMANDS.stream()
                .filter(command -> Edits.between(word, command) <= MOST_EDITS)
                .sorted(Comparator.comparingInt(command -> Edits.between(word, command)))
                .toList();
        boolean isSafe = near.stream().noneMatch(CHANGING::contains);
        String meant = isSafe && !near.isEmpty() ? "did you mean '" + near.get(0) + "'? " : "";
        return "'" + word + "' is no command; " + meant + "commands: " + String.join(", ", COMMANDS);
    }

    /** For {@code --version}. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kube-ipvs " + Version.text()};
        }
    }
}
