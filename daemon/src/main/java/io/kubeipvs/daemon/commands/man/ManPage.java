package io.kubeipvs.daemon.commands.man;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, in the language of {@code man(7)}. */
public final class ManPage {
    private static final String SECTION = "8";

    private final StringBuilder text = new StringBuilder();

    private ManPage() {}

    /** The name of its file, such as {@code kube-ipvs-plan.8}. */
    public static String fileName(CommandSpec command) {
        return name(command) + "." + SECTION;
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /**
     * The page.
     *
     * @param version of the program
     * @param others the other pages that it refers to
     */
    public static String of(CommandSpec command, String version, Collection<CommandSpec> others) {
        ManPage page = new ManPage();
        page.line(".TH " + escaped(name(command).toUpperCase(Locale.ROOT)) + " " + SECTION + " \"\" \"kube\\-ipvs "
                + escaped(version) + "\" \"kube\\-ipvs\"");
        String description = joined(command.usageMessage().description());
        page.section("NAME");
        page.line(escaped(name(command)) + " \\- " + escaped(firstSentence(description)));
        page.section("SYNOPSIS");
        page.line("\\fB" + escaped(synopsis(command)) + "\\fR");
        page.section("DESCRIPTION");
        page.paragraph(description);
        page.parameters(command.positionalParameters());
        page.options(command.options());
        page.commands(command);
        String footer = joined(command.usageMessage().footer());
        if (!footer.isEmpty()) {
            page.section("NOTES");
            page.paragraph(footer);
        }
        page.seeAlso(command, others);
        return page.text.toString();
    }

    private static String synopsis(CommandSpec command) {
        String[] custom = command.usageMessage().customSynopsis();
        return custom.length > 0 ? joined(custom) : command.qualifiedName() + " COMMAND [FLAG]...";
    }

    private void parameters(List<PositionalParamSpec> parameters) {
        List<PositionalParamSpec> shown =
                parameters.stream().filter(parameter -> !parameter.hidden()).toList();
        if (!shown.isEmpty()) {
            section("ARGUMENTS");
            shown.forEach(one -> item("\\fI" + escaped(one.paramLabel()) + "\\fR", joined(one.description())));
        }
    }

    private void options(List<OptionSpec> options) {
        if (!options.isEmpty()) {
            section("OPTIONS");
            options.forEach(option -> item(head(option), joined(option.description())));
        }
    }

    private static String head(OptionSpec option) {
        String names = Stream.of(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        boolean isOptional = option.arity().min() == 0 && option.arity().max() > 0;
        String label = "\\fI" + escaped(option.paramLabel()) + "\\fR";
        if (option.arity().max() == 0) {
            return names;
        }
        return isOptional ? names + "[=" + label + "]" : names + " " + label;
    }

    private void commands(CommandSpec command) {
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands().values().stream()
                    .map(one -> one.getCommandSpec())
                    .forEach(one -> item(
                            "\\fB" + escaped(one.name()) + "\\fR",
                            firstSentence(joined(one.usageMessage().description())) + "."));
        }
    }

    private void seeAlso(CommandSpec command, Collection<CommandSpec> others) {
        section("SEE ALSO");
        line(others.stream()
                .filter(other -> other != command)
                .map(other -> "\\fB" + escaped(name(other)) + "\\fR(" + SECTION + ")")
                .collect(Collectors.joining(", ")));
    }

    private void section(String heading) {
        line(".SH " + heading);
    }

    private void item(String head, String body) {
        line(".TP");
        line(head);
        line(escaped(body));
    }

    private void paragraph(String words) {
        line(".PP");
        line(escaped(words));
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    /** The lines as one text; picocli formats them, so that a percent sign is written twice. */
    private static String joined(String... lines) {
        return String.join(" ", lines).replace("%%", "%").replace("%n", " ").strip();
    }

    private static String firstSentence(String words) {
        return words.split("[.;:] |[.;:]$", 2)[0];
    }

    /** Words without a meaning for the typesetter. */
    private static String escaped(String words) {
        String plain = words.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
