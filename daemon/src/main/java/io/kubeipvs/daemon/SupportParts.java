package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.ServicesQuery;
import io.kubeipvs.daemon.commands.StatusAnswer;
import io.kubeipvs.daemon.commands.ipvs.IpvsTexts;
import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.plan.PlanAnswer;
import io.kubeipvs.daemon.commands.support.NodeFacts;
import io.kubeipvs.daemon.commands.support.SupportPart;
import io.kubeipvs.daemon.commands.support.SupportPart.Source;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.Configz;
import io.kubeipvs.daemon.inspect.ProcessTexts;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.kernel.filter.TablesText;
import io.kubeipvs.daemon.kernel.links.LinksText;
import io.kubeipvs.daemon.logging.UrlText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The files of {@code kube-ipvs support}, in the order in which they are made. For one use. */
final class SupportParts {
    private final RunningProgram program;
    private final ConfigOptions options;
    private final NodeFacts facts = new NodeFacts(Path.of("/"));
    private final IpvsTexts ipvs = new IpvsTexts();

    /** @param options of the command line; a running kube-ipvs has its own */
    SupportParts(RunningProgram program, ConfigOptions options) {
        this.program = program;
        this.options = options;
    }

    List<SupportPart> all() {
        return List.of(
                part("version.txt", "the build, Java and the platform", VersionCommand::wide),
                part("status.txt", "kube-ipvs status -o wide", () -> text(StatusAnswer.of(program))),
                part("status.json", "the same for programs", () -> OutputOptions.json(StatusAnswer.of(program))),
                part("services.txt", "kube-ipvs services -o wide", () -> text(ServicesQuery.all(program))),
                part("plan.txt", "kube-ipvs plan -o wide: what is not as wanted now", this::plan),
                part("command.txt", "the flags of the running kube-ipvs", this::command),
                part("config.json", "the configuration in force, every key", this::config),
                part("metrics.txt", "the page of metrics", () -> ask("metrics")),
                part("threads.txt", "every thread of the running kube-ipvs with its stack", () -> ask("threads")),
                part("log.txt", "the last lines of the log, 64 KiB at most", () -> ask("log")),
                part("ipvs.txt", "kube-ipvs ipvs: ipvsadm -Ln", ipvs::list),
                part("ipvs-stats.txt", "kube-ipvs ipvs --stats", ipvs::stats),
                part("ipvs-rate.txt", "kube-ipvs ipvs --rate", ipvs::rate),
                part("ipvs-save.txt", "kube-ipvs ipvs --save, for ipvsadm -R", ipvs::save),
                part(
                        "nftables.txt",
                        "the tables of kube-ipvs, and chains of others that drop packets",
                        TablesText::read),
                part("links.txt", "links and addresses, VIPs included", LinksText::read),
                part("sysctl.txt", "kernel settings that have to do with Services", facts::settings),
                part("modules.txt", "loaded kernel modules that have to do with Services", facts::modules),
                part(
                        "kernel.txt",
                        "version, memory and counters of the kernel, limits of the container",
                        facts::kernel));
    }

    private static SupportPart part(String file, String meaning, Source source) {
        return new SupportPart(file, meaning, source);
    }

    private static String text(Answer answer) {
        return answer.text(Style.PLAIN, true);
    }

    private String ask(String get) throws CommandException {
        return program.ask(Question.of(get), ProcessTexts.Document.class)
                .orElseThrow(this::notRunning)
                .text();
    }

    private CommandException notRunning() {
        return new CommandException(ExitStatus.NOT_RUNNING, program.notRunning());
    }

    private Optional<List<String>> arguments() throws CommandException {
        return program.ask(Question.of("arguments"), ProcessTexts.Arguments.class)
                .map(ProcessTexts.Arguments::words);
    }

    private String command() throws CommandException {
        return arguments().orElseThrow(this::notRunning).stream()
                .map(word -> UrlText.withoutPassword(word) + "\n")
                .collect(Collectors.joining());
    }

    /** That of the running program, which follows its files; without it that of this command line. */
    private String config() throws CommandException {
        Optional<ProcessTexts.Document> running = program.ask(Question.of("config"), ProcessTexts.Document.class);
        return running.isPresent()
                ? running.get().text() + "\n"
                : Configz.of(read(options).content()).json() + "\n";
    }

    /** With the flags of the running program. */
    private String plan() throws CommandException, InterruptedException {
        Optional<List<String>> running = arguments();
        ConfigOptions.Reading reading = read(running.isPresent() ? ofRun(running.get()) : options);
        return text(new PlanAnswer(new PlannedRun(reading, program.folder()).plan(), true));
    }

    private static ConfigOptions ofRun(List<String> words) throws CommandException {
        List<String> ours = GoRunner.of(words).map(GoRunner::arguments).orElse(words);
        String[] flags = ours.stream().dropWhile(word -> !word.startsWith("-")).toArray(String[]::new);
        RunCommand run = new RunCommand();
        try {
            new CommandLine(run).parseArgs(KeyFlags.normalized(flags));
        } catch (ParameterException e) {
            throw new CommandException(ExitStatus.FAILED, e.getMessage(), e);
        }
        return run.options();
    }

    private static ConfigOptions.Reading read(ConfigOptions options) throws CommandException {
        try {
            return options.read();
        } catch (ConfigException | ParameterException e) {
            throw new CommandException(ExitStatus.FAILED, e.getMessage(), e);
        }
    }
}
