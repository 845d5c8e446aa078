package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.output.Style;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-ipvs version}: prints which build this is. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        customSynopsis = "kube-ipvs version [FLAG]...",
        description = "Print the version; with -o wide, json or yaml also the build, Java and the platform.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    /** A build, and what it runs on. */
    private record Build(String version, String commit, String date, String java, String platform) implements Answer {
        static Build present() {
            return new Build(
                    Version.text(),
                    Version.commit(),
                    Version.date(),
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                            + System.getProperty("os.arch"));
        }

        @Override
        public String text(Style style, boolean isWide) {
            String first = "kube-ipvs " + version + "\n";
            return isWide
                    ? first + "commit    " + commit + "\ndate      " + date + "\nJava      " + java + "\nplatform  "
                            + platform + "\n"
                    : first;
        }

        @Override
        public Object document() {
            return this;
        }

        @Override
        public ExitStatus status() {
            return ExitStatus.OK;
        }
    }

    /** The build and its platform, one fact a line. */
    static String wide() {
        return Build.present().text(Style.PLAIN, true);
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return output.print(Build::present);
    }
}
