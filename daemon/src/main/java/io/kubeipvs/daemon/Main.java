package io.kubeipvs.daemon;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code kube-ipvs}. Exit status: 0 done, 1 failed, 2 wrong command line. */
@Command(
        name = "kube-ipvs",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A Kubernetes service proxy on the kernel's IPVS load balancer.",
        subcommands = {RunCommand.class, CheckCommand.class, Main.VersionCommand.class, CommandLine.HelpCommand.class})
public final class Main {
    private Main() {}

    /** The entry. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandLine command = new CommandLine(new Main());
        command.setParameterExceptionHandler((e, all) -> wrongCommandLine(e));
        command.setExecutionExceptionHandler((e, failed, parsed) -> RunCommand.report(e, failed));
        return command.execute(KeyFlags.normalized(args));
    }

    /** What is wrong, and where to read on: not two hundred lines of flags, above which it would not be seen. */
    private static int wrongCommandLine(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
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
    @Command(name = "version", description = "Print the version.")
    static final class VersionCommand implements Runnable {
        @Override
        public void run() {
            System.out.println("kube-ipvs " + Version.text());
        }
    }
}
