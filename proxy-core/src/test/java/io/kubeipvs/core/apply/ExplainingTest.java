package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.explain.Explanation;
import io.kubeipvs.core.explain.Explanations;
import io.kubeipvs.core.explain.Fate;
import io.kubeipvs.core.explain.From;
import io.kubeipvs.core.explain.From.Place;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.core.explain.Step;
import io.kubeipvs.core.explain.Target;
import io.kubeipvs.core.explain.Wish;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The explanations that a user gets of packets; their ways themselves are tested by the scenarios. */
class ExplainingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final NodeView NODE = NodeView.of(
                    NodeSpec.named("n1")
                            .withZone("a")
                            .withAddresses(List.of(Ip.parse("192.168.1.2")))
                            .withPodCidrs(List.of(Cidr.parse("10.36.0.0/24"))),
                    Set.of(Ip.parse("192.168.1.2")))
            .withLinks(Map.of("eth0", Set.of(Ip.parse("192.168.1.2"))));
    private static final Settings SETTINGS = Settings.DEFAULT.with(
            s -> s.externalAddresses(rules -> rules.withPodRanges(List.of(Cidr.parse("10.36.0.0/16")))));

    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final FakeKernel kernel = new FakeKernel();
    private final Reconciler reconciler = new Reconciler(SETTINGS);

    @Test
    void namesWhyEachEndpointIsNotChosen() {
        put(service("web", "10.96.0.1")
                .endpoints(
                        "10.36.0.1@n1+zone=a",
                        "10.36.0.2@n2+zone=b",
                        "10.36.0.3@n1+!ready+zone=a",
                        "10.36.0.4@n1+!ready+terminating+zone=a",
                        "10.36.0.5@n1+!ready+!serving+terminating+zone=a"));
        assertThat(reasons(only(at("10.96.0.1", 80), Place.POD)))
                .containsExactly(
                        "10.36.0.2:8080 is for clients of other zones (hints)",
                        "10.36.0.3:8080 is not ready",
                        "10.36.0.4:8080 terminates; other endpoints are ready",
                        "10.36.0.5:8080 terminates, and does not serve any more");
    }

    @Test
    void withPolicyLocalAnExternalClientAndAPodGetDifferentEndpoints() {
        put(service("web", "10.96.0.1")
                .loadBalancer("203.0.113.7")
                .externalLocal()
                .endpoints("10.36.0.1@n1", "10.36.1.1@n2"));
        Explanation outside = only(at("203.0.113.7", 80), Place.OUTSIDE);
        assertThat(outside.path().servers()).containsExactly(server("10.36.0.1"));
        assertThat(reasons(outside)).containsExactly("10.36.1.1:8080 is on another node; the traffic policy is Local");
        assertThat(outside.path().targets()).noneMatch(Target::isMasqueraded);
        assertThat(outside.endpoints().others())
                .extracting(other -> other.client().words())
                .containsExactly("a pod of this node", "a process of this node");
        Explanation pod = only(at("203.0.113.7", 80), Place.POD);
        assertThat(pod.path().servers()).containsExactlyInAnyOrder(server("10.36.0.1"), server("10.36.1.1"));
        assertThat(reasons(pod)).isEmpty();
        assertThat(pod.path().targets()).allMatch(Target::isMasqueraded);
        assertThat(pod.wish().frontends()).hasSize(2);
    }

    @Test
    void withoutAnEndpointHereAnExternalClientIsDropped() {
        put(service("web", "10.96.0.1")
                .loadBalancer("203.0.113.7")
                .externalLocal()
                .endpoints("10.36.1.1@n2"));
        Explanation outside = only(at("203.0.113.7", 80), Place.OUTSIDE);
        assertThat(outside.path().fate()).isEqualTo(Fate.DROPPED);
        assertThat(lastStep(outside)).startsWith("chain no-local: policy Local, and no endpoint is on this node");
    }

    @Test
    void sourceRangesNameTheRangeOrTheAllowedOnes() {
        put(service("web", "10.96.0.1")
                .loadBalancer("203.0.113.7")
                .sourceRanges("192.0.2.0/24", "203.0.113.0/25")
                .endpoints("10.36.0.1@n1"));
        Explanation allowed = only(at("203.0.113.7", 80), Optional.of(From.address(Ip.parse("192.0.2.9"))));
        assertThat(steps(allowed)).contains("loadBalancerSourceRanges: 192.0.2.0/24 allows 192.0.2.9");
        Explanation denied = only(at("203.0.113.7", 80), Optional.of(From.address(Ip.parse("192.0.3.9"))));
        assertThat(denied.path().fate()).isEqualTo(Fate.DROPPED);
        assertThat(lastStep(denied))
                .isEqualTo("no range of loadBalancerSourceRanges contains 192.0.3.9: dropped; allowed:"
                        + " 192.0.2.0/24, 203.0.113.0/25");
    }

    @Test
    void aClientSendsFromItsAddressOfTheVipsFamily() {
        put(service("web", "10.96.0.1").endpoints("10.36.0.1@n1"));
        From pod = From.addresses(List.of(Ip.parse("fd00:36::77"), Ip.parse("10.36.1.77")));
        assertThat(only(at("10.96.0.1", 80), Optional.of(pod)).packet().client().words())
                .isEqualTo("a pod of another node");
    }

    @Test
    void aClientWithoutAnAddressOfTheVipsFamilySendsNothing() {
        put(service("web", "10.96.0.1").endpoints("10.36.0.1@n1"));
        From other = From.address(Ip.parse("fd00:36::77"));
        Explanations explained = ask(new PacketQuestion(at("10.96.0.1", 80), Optional.of(other)));
        assertThat(explained.packets()).isEmpty();
        assertThat(explained.notes()).containsExactly("TCP 10.96.0.1:80: the client has no address of this family");
    }

    @Test
    void findsOutWhereAClientIsByItsAddress() {
        put(service("web", "10.96.0.1").endpoints("10.36.0.1@n1", "10.40.0.1@n2"));
        assertThat(words("192.168.1.2")).isEqualTo("a process of this node");
        assertThat(words("10.36.0.77")).isEqualTo("a pod of this node");
        assertThat(words("10.36.1.77")).isEqualTo("a pod of another node");
        assertThat(words("10.40.0.1")).isEqualTo("a pod of another node");
        assertThat(words("198.51.100.77")).isEqualTo("an external client");
    }

    @Test
    void explainsEveryAddressOfAServiceAndWhatItDoesNotGet() {
        put(service("web", "10.96.0.1")
                .nodePort(30080)
                .externalIps("203.0.113.7", "127.0.0.1")
                .endpoints("10.36.0.1@n1"));
        Explanations all = ask(
                new PacketQuestion(new PacketQuestion.OfService(new ServiceName("default", "web")), Optional.empty()));
        assertThat(all.packets())
                .extracting(packet -> packet.packet().to().toString())
                .containsExactly("TCP 10.96.0.1:80", "TCP 203.0.113.7:80", "TCP 192.168.1.2:30080");
        assertThat(all.notes()).containsExactly("spec.externalIPs 127.0.0.1: is a loopback address; it is not served");
    }

    @Test
    void aServiceThatIsNotProxiedHasNoPacket() {
        Explanations none = ask(
                new PacketQuestion(new PacketQuestion.OfService(new ServiceName("default", "web")), Optional.empty()));
        assertThat(none.packets()).isEmpty();
        assertThat(none.notes()).singleElement().asString().startsWith("Service default/web is not proxied");
    }

    @Test
    void showsWhatDrains() {
        put(service("web", "10.96.0.1").endpoints("10.36.0.1@n1", "10.36.0.2@n1"));
        put(service("web", "10.96.0.1").endpoints("10.36.0.1@n1"));
        Explanation pod = only(at("10.96.0.1", 80), Place.POD);
        assertThat(pod.endpoints().draining()).singleElement().satisfies(drain -> {
            assertThat(drain.server()).isEqualTo(server("10.36.0.2"));
            assertThat(drain.limit()).isEqualTo(Settings.DEFAULT_DRAIN_TIMEOUT);
        });
        assertThat(pod.path().servers()).containsExactly(server("10.36.0.1"));
        assertThat(pod.wish().differences(found(pod.wish()))).isEmpty();
    }

    @Test
    void comparesTheWishWithTheKernel() {
        put(service("web", "10.96.0.1").endpoints("10.36.0.1@n1", "10.36.0.2@n1"));
        Wish wish = only(at("10.96.0.1", 80), Place.POD).wish();
        assertThat(wish.differences(found(wish))).isEmpty();
        VirtualServer.Key key = wish.key();
        Frontend frontend = kernel.observe().frontends().get(key);
        Frontend other = Frontend.of(
                new VirtualServer(key, "lc", 0, 0),
                List.of(new RealServer(server("10.36.0.1"), 0), new RealServer(server("10.36.0.9"), 1)));
        assertThat(wish.differences(new Wish.Found(false, Optional.empty(), Map.of(key, Optional.of(other)))))
                .containsExactly(
                        "10.96.0.1 is not bound as a VIP",
                        "the packet filter treats TCP 10.96.0.1:80 as no Service's port, wanted: CLUSTER",
                        "virtual server TCP 10.96.0.1:80 is \"TCP 10.96.0.1:80 lc\", wanted: \""
                                + frontend.virtualServer() + "\"",
                        "real server 10.36.0.1:8080 weight=0 of TCP 10.96.0.1:80, wanted: weight=1",
                        "real server 10.36.0.2:8080 of TCP 10.96.0.1:80 is missing",
                        "real server 10.36.0.9:8080 of TCP 10.96.0.1:80 is not wanted");
        assertThat(wish.differences(new Wish.Found(true, wish.admission(), Map.of())))
                .containsExactly("virtual server TCP 10.96.0.1:80 is missing");
    }

    private Wish.Found found(Wish wish) {
        KernelState state = kernel.observe();
        Map<VirtualServer.Key, Optional<Frontend>> frontends = new HashMap<>();
        wish.frontends()
                .keySet()
                .forEach(key ->
                        frontends.put(key, Optional.ofNullable(state.frontends().get(key))));
        return new Wish.Found(
                state.vips().contains(wish.key().vip()),
                Optional.ofNullable(state.filter().admissions().get(wish.key())),
                frontends);
    }

    private void put(Given given) {
        tracker.putService(given.spec());
        given.view().slices().forEach(tracker::putSlice);
        reconciler.setNode(NODE);
        reconciler.updateFrom(tracker);
        reconciler.apply(reconciler.plan(NOW), kernel);
    }

    private String words(String client) {
        return only(at("10.96.0.1", 80), Optional.of(From.address(Ip.parse(client))))
                .packet()
                .client()
                .words();
    }

    private Explanation only(PacketQuestion.Target target, Place place) {
        return only(target, Optional.of(From.at(place)));
    }

    private Explanation only(PacketQuestion.Target target, Optional<From> from) {
        List<Explanation> packets = ask(new PacketQuestion(target, from)).packets();
        assertThat(packets).hasSize(1);
        return packets.get(0);
    }

    private Explanations ask(PacketQuestion question) {
        return new Explaining(reconciler, tracker, NODE).answer(question, NOW);
    }

    private static PacketQuestion.Target at(String vip, int port) {
        return new PacketQuestion.At(new VirtualServer.Key(Ip.parse(vip), port, Protocol.TCP));
    }

    private static RealServer.Key server(String ip) {
        return new RealServer.Key(Ip.parse(ip), 8080);
    }

    private static List<String> reasons(Explanation explanation) {
        return explanation.endpoints().unselected().entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .toList();
    }

    private static List<String> steps(Explanation explanation) {
        return explanation.path().steps().stream().map(Step::finding).toList();
    }

    private static String lastStep(Explanation explanation) {
        List<String> steps = steps(explanation);
        return steps.get(steps.size() - 1);
    }
}
