package io.kubeipvs.it.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a scenario file: its head, then sections that begin with "== ". */
final class ScenarioParser {
    private static final String SECTION = "== ";
    private static final String SECTIONS_ALLOWED = "allowed: == apply FILE, == delete FILE, == expect,"
            + " == add address A/N, == remove address A/N, == stop program, == kill program, == start program,"
            + " == restart program, == on PLACE: COMMAND";
    private static final Pattern FILE = Pattern.compile("(apply|delete) ([a-z0-9-]+\\.yaml)");
    private static final Pattern ADDRESS = Pattern.compile("(add|remove) address ([0-9a-f.:]+/[0-9]+)");
    private static final Pattern COMMAND = Pattern.compile("on (n1|n2|out|[pc][0-9]): (.+)");

    private final String name;
    private final List<Line> lines = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> atLast = new ArrayList<>();
    private boolean bridged;
    private int next;

    private ScenarioParser(String name, String text) {
        this.name = name;
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            lines.add(new Line(name, i + 1, all[i].stripTrailing()));
        }
    }

    /**
     * Reads it.
     *
     * @param name the file as messages name it
     * @throws IllegalArgumentException with one line: the file, the line, and what is allowed
     */
    static Scenario parse(String name, String text) {
        return new ScenarioParser(name, text).scenario();
    }

    private Scenario scenario() {
        Line title = lines.get(next++);
        if (title.text().isBlank() || title.text().startsWith(SECTION)) {
            throw title.mistake("the first line states in a sentence what the scenario shows");
        }
        while (next < lines.size() && !lines.get(next).text().startsWith(SECTION)) {
            head(lines.get(next++));
        }
        while (next < lines.size()) {
            section(lines.get(next++));
        }
        if (steps.stream().noneMatch(Step.Check.class::isInstance)) {
            throw title.mistake(
                    "nothing is expected; write == expect, and below it lines such as" + " c1 -> 10.96.0.10:80: p1 p2");
        }
        return new Scenario(name.replaceFirst("\\.txt$", ""), title.text(), bridged, flags, atLast, steps);
    }

    private void head(Line line) {
        if (!hasText(line)) {
            return;
        }
        String text = line.text();
        int colon = text.indexOf(": ");
        String value = text.substring(colon + 1).strip();
        switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "pods" -> {
                if (!value.matches("routed|bridged")) {
                    throw line.mistake("allowed: pods: routed, pods: bridged");
                }
                bridged = value.equals("bridged");
            }
            case "flags" -> flags.addAll(List.of(value.split("  +")));
            case "at last" -> atLast.add(value);
            default -> throw line.mistake("allowed above the first section: # comments, pods:, flags:, at last:");
        }
    }

    private static boolean hasText(Line line) {
        return !line.text().isBlank() && !line.text().strip().startsWith("#");
    }

    private void section(Line line) {
        String verb = line.text().substring(SECTION.length()).strip();
        Matcher file = FILE.matcher(verb);
        Matcher address = ADDRESS.matcher(verb);
        Matcher command = COMMAND.matcher(verb);
        if (verb.equals("expect")) {
            body().stream().filter(ScenarioParser::hasText).forEach(l -> steps.add(CheckParser.parse(l)));
            return;
        }
        if (file.matches() && file.group(1).equals("apply")) {
            String yaml = String.join("\n", body().stream().map(Line::text).toList()) + "\n";
            change(line, world -> world.apply(file.group(2), yaml));
            return;
        }
        noBody(line);
        if (file.matches()) {
            change(line, world -> world.delete(file.group(2)));
        } else if (address.matches()) {
            boolean added = address.group(1).equals("add");
            change(line, world -> address(world, added, address.group(2)));
        } else if (command.matches()) {
            change(line, world -> command(world, line, command));
        } else {
            program(line, verb);
        }
    }

    private static void address(World world, boolean added, String address) throws Exception {
        if (added) {
            world.addAddress(address);
        } else {
            world.removeAddress(address);
        }
    }

    private static void command(World world, Line line, Matcher command) throws Exception {
        int status = world.run(command.group(1), command.group(2));
        if (status != 0) {
            throw new AssertionError(line + " ended with status " + status);
        }
    }

    private void program(Line line, String verb) {
        switch (verb) {
            case "stop program" -> change(line, world -> world.stopProgram(true));
            case "kill program" -> change(line, world -> world.stopProgram(false));
            case "start program" -> change(line, World::startProgram);
            case "restart program" -> {
                change(line, world -> world.stopProgram(true));
                change(line, World::startProgram);
            }
            default -> throw line.mistake(SECTIONS_ALLOWED);
        }
    }

    private void change(Line line, Step.Action action) {
        steps.add(new Step.Change(line, action));
    }

    /** The lines up to the next section. */
    private List<Line> body() {
        List<Line> body = new ArrayList<>();
        while (next < lines.size() && !lines.get(next).text().startsWith(SECTION)) {
            body.add(lines.get(next++));
        }
        return body;
    }

    private void noBody(Line line) {
        for (Line below : body()) {
            if (hasText(below)) {
                throw below.mistake("nothing is allowed below '" + line.text() + "' but the next section");
            }
        }
    }
}
