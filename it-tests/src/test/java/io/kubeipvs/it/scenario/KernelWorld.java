package io.kubeipvs.it.scenario;

import com.sun.nio.sctp.SctpChannel;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.it.scenario.Question.Way;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Namespaces on a real kernel, and the packaged program on n1, which runs on from scenario to scenario. */
final class KernelWorld implements World, AutoCloseable {
    private static final Duration CHANGE = Duration.ofSeconds(15);
    /** Enough for a lost packet to be sent again. A check that fails for want of it is made again. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static final Duration SILENCE = Duration.ofMillis(700);
    private static final String NODES = "nodes.yaml";

    private final Explained explained;
    private final boolean hasSctp;
    private final Lan lan;
    private final Answerers answerers;
    private final Manifests manifests = Manifests.create();
    private final ProgramOnN1 program;
    private final Map<String, Asking.Talk> talks = new HashMap<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<String> addresses = new LinkedHashSet<>();
    private Scenario scenario;
    private boolean unread;

    /** Compares an answer with an explanation. */
    @FunctionalInterface
    interface Explained {
        Answer compared(KernelNamespace n1, Question question, Expected expected, Answer answer) throws Exception;
    }

    /** @param bridged whether the pods of n1 hang on one bridge */
    KernelWorld(boolean bridged) throws Exception {
        this(bridged, DataPath.IPVS, (n1, question, expected, answer) -> answer);
    }

    /** The same by another part of the kernel. */
    KernelWorld(boolean bridged, DataPath way) throws Exception {
        this(bridged, way, (n1, question, expected, answer) -> answer);
    }

    /** @param explained gives the answer, or in its place how an explanation differs from it */
    KernelWorld(boolean bridged, Explained explained) throws Exception {
        this(bridged, DataPath.IPVS, explained);
    }

    private KernelWorld(boolean bridged, DataPath way, Explained explained) throws Exception {
        this.explained = explained;
        hasSctp = way.isIpvs() || hasSctp();
        answerers = new Answerers(hasSctp);
        lan = new Lan(bridged);
        program = new ProgramOnN1(lan.place("n1"), manifests, way);
        for (Member member : Member.values()) {
            if (member.isPod() || member == Member.OUT) {
                answerers.pod(lan.place(member.place()), member.text(), member);
            }
        }
        for (Member node : List.of(Member.NODE, Member.NODE2)) {
            answerers.pod(lan.place(node.machine()), node.machine().replace('n', 'h'), node);
            answerers.daemon(lan.place(node.machine()), node.machine(), 22);
        }
        answerers.daemon(lan.place("out"), "out", 80);
    }

    @Override
    public void begin(Scenario next) throws Exception {
        scenario = next;
        manifests.write(NODES, ScenarioFiles.nodes());
        program.run(next.flags());
        program.markLog();
        unread = true;
    }

    @Override
    public void end() throws Exception {
        for (Asking.Talk talk : talks.values()) {
            talk.close();
        }
        talks.clear();
        for (String command : scenario.atLast()) {
            run("n1", command);
        }
        for (String address : Set.copyOf(addresses)) {
            removeAddress(address);
        }
        for (String file : Set.copyOf(files)) {
            delete(file);
        }
        settle();
    }

    /** Everything written is in the kernel, as far as the program does it. */
    private void settle() throws Exception {
        if (unread) {
            program.barrier();
            unread = false;
        }
    }

    @Override
    public Duration patience() {
        return CHANGE;
    }

    @Override
    public void apply(String file, String yaml) throws Exception {
        manifests.write(file, yaml);
        if (!file.equals(NODES)) {
            files.add(file);
        }
        unread = true;
    }

    @Override
    public void delete(String file) throws Exception {
        files.remove(file);
        manifests.delete(file);
        unread = true;
    }

    @Override
    public void addAddress(String address) throws Exception {
        settle();
        n1().run("ip", "addr", "add", address, "dev", "eth0");
        addresses.add(address);
    }

    @Override
    public void removeAddress(String address) throws Exception {
        settle();
        n1().run("ip", "addr", "del", address, "dev", "eth0");
        addresses.remove(address);
    }

    @Override
    public void stopProgram(boolean kindly) throws Exception {
        settle();
        program.stop(kindly);
    }

    @Override
    public void startProgram() throws Exception {
        program.run(scenario.flags());
        unread = true;
    }

    @Override
    public int run(String place, String command) throws Exception {
        settle();
        return status(place, command);
    }

    private int status(String place, String command) {
        return Integer.parseInt(lan.place(place)
                .run("sh", "-c", "(" + command + "\n) >/dev/null 2>&1; echo $?")
                .strip());
    }

    private static boolean hasSctp() throws IOException {
        try {
            SctpChannel.open().close();
            return true;
        } catch (UnsupportedOperationException none) {
            return false;
        }
    }

    private void requireProtocol(Question question) throws Undecided {
        if (question.way() == Way.SCTP && !hasSctp) {
            throw new Undecided("this kernel has no SCTP");
        }
    }

    @Override
    public Answer ask(Question question, Expected expected) throws Exception {
        requireProtocol(question);
        settle();
        boolean silence = expected.fate().equals(Answer.DROPPED);
        Answer answer = askOnce(question, silence ? SILENCE : ANSWER);
        for (int i = 1; i < expected.times() && answer.fates().equals(Set.of(Answer.ANSWERED)); i++) {
            answer = answer.and(askOnce(question, ANSWER));
        }
        return explained.compared(n1(), question, expected, answer);
    }

    private Answer askOnce(Question question, Duration patience) throws Exception {
        if (question.way() == Way.PING) {
            int status = status(question.client().place(), "ping -c 1 -W 1 " + question.address());
            return Answer.of(status == 0 ? Answer.ANSWERED : Answer.DROPPED);
        }
        return place(question).call(() -> {
            try (Asking.Talk talk = Asking.open(question, patience)) {
                return named(Asking.answer(talk));
            } catch (IOException failed) {
                return Asking.failure(failed);
            }
        });
    }

    private KernelNamespace place(Question question) {
        return lan.place(question.client().place());
    }

    /** The node's other addresses are the node's too; a VIP is not. */
    private Answer named(Answer answer) {
        Set<String> sources = answer.sources().stream().map(this::orNode).collect(Collectors.toSet());
        return new Answer(answer.fates(), answer.who(), sources);
    }

    private String orNode(String source) {
        boolean added = addresses.stream().anyMatch(address -> address.startsWith(source + "/"));
        return added || Lan.BRIDGE.contains(source) ? Member.NODE.text() : source;
    }

    @Override
    public Answer open(String name, Question question) throws Exception {
        requireProtocol(question);
        settle();
        Asking.Talk before = talks.remove(name);
        if (before != null) {
            before.close();
        }
        try {
            Asking.Talk talk = place(question).call(() -> Asking.open(question, ANSWER));
            talks.put(name, talk);
            return named(Asking.answer(talk));
        } catch (IOException failed) {
            return Asking.failure(failed);
        }
    }

    @Override
    public Answer send(String name) throws Exception {
        settle();
        if (!talks.containsKey(name)) {
            throw new IllegalArgumentException("nothing was opened under the name " + name);
        }
        Answer answer = Asking.answer(talks.get(name));
        boolean cut = !answer.fates().equals(Set.of(Answer.ANSWERED));
        return cut && !answer.fates().equals(Set.of(Answer.DROPPED)) ? Answer.of("cut") : answer;
    }

    @Override
    public String fetch(Member client, String url) throws Exception {
        settle();
        URI uri = URI.create(url);
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getByName(uri.getHost().replaceAll("[\\[\\]]", "")), uri.getPort());
        return lan.place(client.place()).call(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) ANSWER.toMillis());
                socket.setSoTimeout((int) ANSWER.toMillis());
                String request = "GET " + uri.getPath() + " HTTP/1.0\r\nHost: " + uri.getAuthority() + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return answer.replaceFirst("^HTTP/1.. ", "");
            } catch (IOException failed) {
                return String.join("+", Asking.failure(failed).fates());
            }
        });
    }

    @Override
    public String log() throws Exception {
        settle();
        return program.logSinceMark();
    }

    @Override
    public String traces(String address) throws Exception {
        settle();
        String all =
                n1().run("sh", "-c", "cat /proc/net/ip_vs 2>/dev/null; ip -o addr show; nft list sets; nft list maps");
        return all.lines()
                .filter(line -> line.matches(".*(^|[^0-9a-f.:])" + Pattern.quote(address) + "($|[^0-9a-f.]).*"))
                .collect(Collectors.joining("; "));
    }

    private KernelNamespace n1() {
        return lan.place("n1");
    }

    @Override
    public void close() throws Exception {
        program.stop(false);
        answerers.close();
        lan.close();
    }
}
