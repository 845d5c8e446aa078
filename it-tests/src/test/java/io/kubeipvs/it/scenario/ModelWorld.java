package io.kubeipvs.it.scenario;

import io.kubeipvs.core.apply.Explaining;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.desire.NodeChange;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.explain.Client;
import io.kubeipvs.core.explain.From;
import io.kubeipvs.core.explain.PacketModel;
import io.kubeipvs.core.explain.PacketPath;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.core.explain.PacketState;
import io.kubeipvs.core.explain.Target;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.manifests.ManifestTexts;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.it.scenario.Question.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The program's own readers and core, a kernel in memory, and the model of what that kernel does with packets. */
final class ModelWorld implements World {
    private static final int DAEMON_PORT = 22;
    private static final Pattern DECISIVE = Pattern.compile(
            "--(nodeport-addresses|masquerade-all|detect-local-mode|pod-[a-z-]+)|externalAddresses\\..*");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final FakeKernel kernel = new FakeKernel();
    /** The port of the daemons of n1 and n2. */
    private static final int SSH = 22;

    private final Map<String, String> files = new TreeMap<>();
    private final ManifestTexts texts = new ManifestTexts();
    private final Set<Ip> addresses = new TreeSet<>();
    private final ThisNode thisNode = new ThisNode("n1", this::changeNode);
    private final Set<String> log = new TreeSet<>();
    private NodeView node = NodeView.UNKNOWN;
    private Instant counted = NOW;
    private Settings settings;
    private Reconciler reconciler;
    private boolean bridged;

    @Override
    public void begin(Scenario scenario) throws Exception {
        settings = settings(scenario.flags());
        reconciler = new Reconciler(settings);
        tracker.allowOptions(settings.allowedOptions());
        bridged = scenario.bridged();
        addresses.add(Ip.parse("192.168.1.2"));
        addresses.add(Ip.parse("fd00:192::2"));
        thisNode.setAddresses(addresses, Map.of("eth0", Set.copyOf(addresses)));
        thisNode.setListeners(Set.of(new Listener(Protocol.TCP, Ip.parse("::"), SSH)));
        apply("nodes.yaml", ScenarioFiles.nodes());
        reconciler.adopt(kernel.observe());
    }

    /** The flags that decide where packets go; a scenario with others that do is not decided. */
    private static Settings settings(List<String> flags) throws Exception {
        Map<String, String> given = new HashMap<>(Map.of(
                "--cluster-cidr", "10.36.0.0/16,fd00:10:36::/48", "--service-cidr", "10.96.0.0/12,fd00:10:96::/108"));
        for (String flag : flags) {
            String name = flag.replaceFirst(" .*", "");
            if (name.equals("without")) {
                given.remove(flag.replaceFirst(".* ", ""));
            } else if (DECISIVE.matcher(name).matches()) {
                given.put(name, flag.contains(" ") ? flag.replaceFirst(".* ", "") : "true");
            } else if (!flag.matches("--ipvs-(sync-period|drain-timeout) .*")) {
                throw new Undecided(flag);
            }
        }
        return ConfigurationFiles.read(given).settings().with(settings -> settings.drainTimeout(Duration.ofSeconds(1)));
    }

    private void changeNode(NodeView next) {
        tracker.markDirty(new NodeChange(node, next, settings.nodePortAddresses())::concerns);
        reconciler.setNode(next);
        node = next;
    }

    @Override
    public void end() {}

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public void apply(String file, String yaml) {
        files.put(file, yaml);
        round();
    }

    @Override
    public void delete(String file) {
        files.remove(file);
        round();
    }

    private void round() {
        log.addAll(texts.report(files, new Receivers(tracker, thisNode)));
        sync();
        // Once more for what drained, which has no connections here.
        counted = counted.plusSeconds(31);
        reconciler.countConnections(kernel, counted);
        sync();
    }

    private void sync() {
        reconciler.updateFrom(tracker);
        ServiceNotes.Changes notes = reconciler.notes().takeChanges();
        notes.refusals()
                .forEach(refusal -> refusal.begun()
                        .forEach(address -> log.add(
                                "address_refused service=" + refusal.service() + " cause=\"" + address + "\"")));
        notes.notServed()
                .forEach(unserved -> log.add("address_not_served service=" + unserved.service()
                        + " key=spec.clusterIPs address=" + unserved.address()));
        notes.withoutEffect()
                .forEach(some -> some.options()
                        .forEach(option -> log.add("annotation_without_effect service=" + some.service()
                                + " annotation=" + option.option().annotation())));
        reconciler.apply(reconciler.plan(NOW), kernel);
    }

    @Override
    public void addAddress(String address) {
        addresses.add(Ip.parse(address.replaceFirst("/.*", "")));
        thisNode.setAddresses(addresses, Map.of("eth0", Set.copyOf(addresses)));
        round();
    }

    @Override
    public void removeAddress(String address) {
        addresses.remove(Ip.parse(address.replaceFirst("/.*", "")));
        thisNode.setAddresses(addresses, Map.of("eth0", Set.copyOf(addresses)));
        round();
    }

    @Override
    public Answer ask(Question question, Expected expected) throws Undecided {
        if (question.way() == Way.PING) {
            throw new Undecided("ping");
        }
        PacketPath path =
                new PacketModel(PacketState.of(kernel.observe()), addresses).connect(client(question), key(question));
        PacketPath explained = explained(question);
        if (explained.fate() != path.fate()) {
            return Answer.of("explained otherwise: " + explained);
        }
        Answer answer = answer(question, path, expected);
        Answer ofExplanation = answer(question, explained, expected);
        return ofExplanation.equals(answer) ? answer : Answer.of("explained as " + ofExplanation + ", not " + answer);
    }

    /** The way that {@code kube-ipvs explain} gives, which knows the client's address alone. */
    private PacketPath explained(Question question) {
        Ip source = question.client().address(question.address().family());
        From from = question.client() == Member.NODE ? From.at(From.Place.NODE) : From.address(source);
        PacketQuestion asked = new PacketQuestion(new PacketQuestion.At(key(question)), Optional.of(from));
        return new Explaining(reconciler, tracker, node)
                .answer(asked, counted)
                .packets()
                .get(0)
                .path();
    }

    private Answer answer(Question question, PacketPath path, Expected expected) throws Undecided {
        return switch (path.fate()) {
            case SERVED -> served(question, path, expected);
            case REFUSED -> Answer.of(Answer.REFUSED);
            case DROPPED, PAUSED -> Answer.of(Answer.DROPPED);
            case NODE -> daemon(question);
            case NOT_LOCAL -> throw new Undecided("a packet that is not for the node");
        };
    }

    private static VirtualServer.Key key(Question question) {
        Protocol protocol = Protocol.valueOf(question.way().name());
        return new VirtualServer.Key(question.address(), question.port(), protocol);
    }

    /** A packet that meets no virtual server meets the program that listens on the node. */
    private static Answer daemon(Question question) throws Undecided {
        if (question.way() != Way.TCP || question.port() != DAEMON_PORT) {
            throw new Undecided("a port of the node without a listener");
        }
        return new Answer(Set.of(Answer.ANSWERED), Set.of("n1"), Set.of());
    }

    /** A process of the node connects to a VIP with the VIP as its source. */
    private Client client(Question question) {
        Member client = question.client();
        if (client == Member.NODE) {
            boolean isVip = kernel.observe().vips().contains(question.address());
            Family family = question.address().family();
            return new Client(isVip ? question.address() : client.address(family), "");
        }
        boolean isPodHere = client.isPod() && client.machine().equals("n1");
        String link = isPodHere ? bridged ? "cni0" : "veth-" + client.text() : "eth0";
        return new Client(client.address(question.address().family()), link);
    }

    private Answer served(Question question, PacketPath path, Expected expected) {
        Set<String> names = new TreeSet<>();
        Set<String> sources = new TreeSet<>();
        for (Target target : path.targets()) {
            RealServer.Key server = target.server().key();
            names.add(Member.answering(server.address(), server.port()));
            boolean isNode = target.isMasqueraded() || question.client() == Member.NODE;
            sources.add(isNode ? "node" : question.client().text());
        }
        boolean isSticky =
                kernel.observe().frontends().get(key(question)).virtualServer().timeoutSeconds() > 0;
        Set<String> who = isSticky ? one(names, expected) : names;
        return new Answer(Set.of(Answer.ANSWERED), who, who.size() == names.size() ? sources : Set.of());
    }

    /** The model does not know the first choice for a client: any pod that is expected, if it can be. */
    private static Set<String> one(Set<String> names, Expected expected) {
        return names.stream()
                .filter(name -> expected.who().contains(name))
                .findFirst()
                .map(Set::of)
                .orElse(names);
    }

    @Override
    public String traces(String address) {
        return kernel.observe().frontends().keySet().stream()
                        .anyMatch(key -> key.vip().equals(Ip.parse(address)))
                ? "a virtual server"
                : kernel.observe().vips().contains(Ip.parse(address)) ? "a VIP" : "";
    }

    @Override
    public void stopProgram(boolean kindly) throws Undecided {
        throw new Undecided("the program's end");
    }

    @Override
    public void startProgram() throws Undecided {
        throw new Undecided("the program's start");
    }

    @Override
    public int run(String place, String command) throws Undecided {
        throw new Undecided(command);
    }

    @Override
    public Answer open(String name, Question question) throws Undecided {
        throw new Undecided("what lasts");
    }

    @Override
    public Answer send(String name) throws Undecided {
        throw new Undecided("what lasts");
    }

    @Override
    public String fetch(Member client, String url) throws Undecided {
        throw new Undecided(url);
    }

    @Override
    public String log() {
        return String.join("\n", log);
    }
}
