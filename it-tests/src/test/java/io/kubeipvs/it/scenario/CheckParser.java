package io.kubeipvs.it.scenario;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.it.scenario.Question.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one line of what is expected. */
final class CheckParser {
    private static final String ALLOWED = "allowed: CLIENTS -> ADDRESS:PORT[/udp|/sctp], ...: WHO [from WHOM];"
            + " CLIENTS -> ADDRESS ping: answered; CLIENT -> http://...: STATUS [TEXT]; NAME = CLIENT -> ADDRESS:PORT: WHO;"
            + " NAME: WHO; no trace of ADDRESS; log: TEXT; PLACE$ COMMAND";
    private static final Pattern FETCH = Pattern.compile("(\\w+) +-> (http://\\S+): ([0-9]{3}|refused|dropped)( .+)?");
    private static final Pattern ASK = Pattern.compile("(?:(\\w+) = )?(\\w+(?: \\w+)*) +-> (.+?): (.+)");
    private static final Pattern TARGET = Pattern.compile(
            "(?:\\[([0-9a-f.:]+)]|([0-9.]+)):([0-9]+)(?:/(tcp|udp|sctp))?(?: with ([0-9]+) KB)?|([0-9a-f.:]+) ping");
    private static final Pattern TRACE = Pattern.compile("no trace of ([0-9a-f.:]+)");
    private static final Pattern LOG = Pattern.compile("log: (.+)");
    private static final Pattern RUN = Pattern.compile("(n1|n2|out|[pc][0-9])\\$ (.+)");
    private static final Pattern AGAIN = Pattern.compile("(\\w+): (.+)");
    private static final Pattern WHO =
            Pattern.compile("(one of )?((?:[a-z][a-z0-9]*(?::[0-9]+)?)(?: (?!from)[a-z][a-z0-9]*"
                    + "(?::[0-9]+)?)*)(?: from ([a-z0-9]+))?");

    private final Line line;

    private CheckParser(Line line) {
        this.line = line;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException with one line: the file, the line, and what is allowed
     */
    static Step.Check parse(Line line) {
        String text = line.text().replaceFirst("\\s+#.*", "").strip();
        return new Step.Check(line, new CheckParser(line).test(text));
    }

    private Step.Test test(String text) {
        Matcher run = RUN.matcher(text);
        Matcher fetch = FETCH.matcher(text);
        Matcher ask = ASK.matcher(text);
        Matcher trace = TRACE.matcher(text);
        Matcher log = LOG.matcher(text);
        Matcher named = AGAIN.matcher(text);
        if (run.matches()) {
            return world -> status(world.run(run.group(1), run.group(2)));
        }
        if (fetch.matches()) {
            Member client = member(fetch.group(1));
            String answer = fetch.group(3);
            String part = fetch.group(4) == null ? "" : fetch.group(4).strip();
            return world -> contains(world.fetch(client, fetch.group(2)), answer, part);
        }
        if (ask.matches()) {
            return asks(ask);
        }
        if (trace.matches()) {
            return world -> Optional.of(world.traces(trace.group(1))).filter(found -> !found.isEmpty());
        }
        if (log.matches()) {
            return world -> contains(world.log(), "", log.group(1));
        }
        if (named.matches()) {
            return again(named.group(1), named.group(2));
        }
        throw line.mistake(ALLOWED);
    }

    private static Optional<String> status(int status) {
        return status == 0 ? Optional.empty() : Optional.of("status " + status);
    }

    private static Optional<String> contains(String text, String start, String part) {
        return text.startsWith(start) && text.contains(part) ? Optional.empty() : Optional.of(text.strip());
    }

    private Step.Test asks(Matcher ask) {
        List<Question> questions = new ArrayList<>();
        for (String client : ask.group(2).split(" ")) {
            for (String target : ask.group(3).split(", *")) {
                questions.add(question(member(client), target));
            }
        }
        Expected expected = expected(ask.group(4));
        String name = ask.group(1);
        if (name == null) {
            return world -> problem(world, questions, expected);
        }
        if (questions.size() != 1) {
            throw line.mistake("allowed after '" + name + " =': one client and one address");
        }
        Question only = questions.get(0);
        return world -> expected.problem(only.client(), world.open(name, only));
    }

    private static Optional<String> problem(World world, List<Question> questions, Expected expected) throws Exception {
        for (Question question : questions) {
            Optional<String> problem = expected.problem(question.client(), world.ask(question, expected));
            if (problem.isPresent()) {
                return Optional.of("[" + question + "] " + problem.get());
            }
        }
        return Optional.empty();
    }

    private Step.Test again(String name, String what) {
        Expected expected =
                what.equals("cut") ? new Expected("cut", Set.of(), false, Optional.empty()) : expected(what);
        return world -> expected.problem(Member.NODE, world.send(name));
    }

    private Question question(Member client, String text) {
        Matcher target = TARGET.matcher(text.strip());
        if (!target.matches()) {
            throw line.mistake("'" + text + "' is not an address and port; allowed: 10.96.0.10:80, [fd00::1]:80/udp,"
                    + " 10.96.0.10:80 with 100 KB, 10.96.0.10 ping");
        }
        if (target.group(6) != null) {
            return new Question(client, Way.PING, ip(target.group(6)), 0, 0);
        }
        Way way =
                target.group(4) == null ? Way.TCP : Way.valueOf(target.group(4).toUpperCase(Locale.ROOT));
        int bytes = target.group(5) == null ? 2 : Integer.parseInt(target.group(5)) * 1000;
        String address = target.group(1) == null ? target.group(2) : target.group(1);
        return new Question(client, way, ip(address), Integer.parseInt(target.group(3)), bytes);
    }

    private Ip ip(String text) {
        try {
            return Ip.parse(text);
        } catch (IllegalArgumentException e) {
            throw line.mistake(e.getMessage());
        }
    }

    private Member member(String text) {
        return Member.named(text)
                .orElseThrow(() -> line.mistake("'" + text + "' is no member; allowed: " + Member.names()));
    }

    private Expected expected(String text) {
        if (text.equals(Answer.REFUSED) || text.equals(Answer.DROPPED) || text.equals(Answer.ANSWERED)) {
            return new Expected(text, Set.of(), false, Optional.empty());
        }
        Matcher who = WHO.matcher(text);
        if (!who.matches()) {
            throw line.mistake("'" + text + "' is no outcome; allowed: refused, dropped, answered, p1 p2 from c1,"
                    + " one of p1 p2, p1 from itself");
        }
        Optional<String> from = Optional.ofNullable(who.group(3));
        from.filter(name -> !name.equals(Expected.ITSELF)).ifPresent(this::member);
        Set<String> names = new TreeSet<>(List.of(who.group(2).split(" ")));
        names.forEach(this::answerer);
        return new Expected(Answer.ANSWERED, names, who.group(1) != null, from);
    }

    private void answerer(String name) {
        if (!name.matches("(p[123]|c[13]|out|n[12]|h[12])(:8081)?")) {
            throw line.mistake("'" + name + "' never answers; allowed: p1 p2 p3 c1 c3 out, h1 h2 (pods with the"
                    + " host's network), n1 n2 (the nodes' own daemons), with :8081 when it is that port's");
        }
    }
}
