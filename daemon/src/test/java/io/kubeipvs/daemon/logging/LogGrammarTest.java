package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every log line of the program follows the table "Log lines" in CONTRIBUTING.md. */
class LogGrammarTest {
    private static final Pattern LINE = Pattern.compile("[a-z0-9_]+(?: [a-z0-9_]+=(?:\"[^\"]*\"|[^\\s\"]+))*");
    private static final Pattern RETIRED_KEY = Pattern.compile(" (?:do|mend|remedy|action|allow|needs|reason)=");
    private static final Pattern UNQUOTED = Pattern.compile(" (?:cause|fix)=[^\"]");

    private static final Pattern CAUSE = Pattern.compile("cause=\"([^\"]*)\"");

    /** Makes an error whose text becomes a cause. */
    private static final Pattern ERROR = Pattern.compile(
            "(?:new |\\b)(Problem|Problem\\.of|KernelUnavailableException|Outcome\\.Refused|SettingException"
                    + "|SourceException|UnusableObjectException|reject)\\(");

    /** Their second argument is the fix. */
    private static final Set<String> WITH_FIX = Set.of("Problem", "SettingException", "SourceException");

    private static final Pattern ADVICE = Pattern.compile(
            "(?:^|[;:,] |\\bor )(?:or )?(?:add|boot|change|choose|correct|delete|drop|end|give|install|load|modprobe|mount|open"
                    + "|put|remove|rename|report|restart|run|set|stop|sysctl|try|use|write)\\b(?! to\\b|:)");

    /** The pairs of this line are the changed configuration keys and their values. */
    private static final Set<String> OF_PAIRS = Set.of("config_changed {}");

    @Test
    void everyLineIsAnEventAndPairs() throws IOException {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Path file : LogCalls.sources()) {
            for (LogCalls.Call call : LogCalls.in(Files.readString(file))) {
                calls++;
                if (!isGood(call.line()) || !call.next().matches("[,)]")) {
                    wrong.add(file.getFileName() + ": " + call.line());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(50);
    }

    @Test
    void theGrammarRefusesWhatTheTableDoesNotAllow() {
        assertThat(isGood("synced services={} took={}ms cause=\"{}\" fix=\"a b\""))
                .isTrue();
        assertThat(List.of(
                        "synced {}",
                        "Synced services={}",
                        "synced services={}: {}",
                        "synced cause={}",
                        "synced fix={}",
                        "synced do=\"{}\"",
                        "synced reason=\"{}\"",
                        "synced needs=CAP_X",
                        "",
                        "kind={}"))
                .noneMatch(LogGrammarTest::isGood);
    }

    @Test
    void noCauseGivesAdvice() throws IOException {
        List<String> wrong = new ArrayList<>();
        int causes = 0;
        for (Path file : LogCalls.sources()) {
            for (String cause : causes(Files.readString(file))) {
                causes++;
                if (ADVICE.matcher(cause).find()) {
                    wrong.add(file.getFileName() + ": " + cause);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(causes).isGreaterThan(50);
    }

    @Test
    void adviceIsFoundInACause() {
        assertThat(causes("throw new Problem(\"no IPVS: load module ip_vs\", \"x\");"))
                .singleElement()
                .asString()
                .containsPattern(ADVICE);
        assertThat(causes("LOG.warn(\"a cause=\\\"{}; run it as root\\\" fix=\\\"run it\\\"\", x)"))
                .containsExactly("{}; run it as root");
        assertThat(List.of("{}; run it as root", "no privilege; or give it", "no IPVS, modprobe ip_vs"))
                .allMatch(cause -> ADVICE.matcher(cause).find());
        assertThat(causes("new Problem(\"no (\" + x(1, 2) + \") IPVS\", \"modprobe ip_vs\")"))
                .containsExactly("no () IPVS");
        assertThat(ADVICE.matcher("removed: 2, the end; it is set").find()).isFalse();
    }

    /** The texts of a source file that become a cause: in lines of the log, and in errors without their fix. */
    private static List<String> causes(String source) {
        List<String> causes = new ArrayList<>();
        for (LogCalls.Call call : LogCalls.in(source)) {
            CAUSE.matcher(call.line()).results().forEach(cause -> causes.add(cause.group(1)));
        }
        Matcher error = ERROR.matcher(source);
        while (error.find()) {
            List<String> arguments = JavaArguments.of(source.substring(error.end()));
            int fix = WITH_FIX.contains(error.group(1)) ? 1 : arguments.size();
            causes.add(arguments.stream()
                    .limit(fix)
                    .filter(argument -> !argument.strip().startsWith("new Problem("))
                    .map(LogCalls::text)
                    .collect(Collectors.joining(" ")));
        }
        return causes;
    }

    private static boolean isGood(String line) {
        return OF_PAIRS.contains(line)
                || LINE.matcher(line).matches()
                        && !RETIRED_KEY.matcher(line).find()
                        && !UNQUOTED.matcher(line).find();
    }
}
