package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOption.Holder;
import io.kubeipvs.daemon.config.GeneratedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The policy that refuses wrong annotations decides as the program does, and reads as it does. */
class AdmissionPolicyTest {
    private static final Path POLICY = Yaml.DEPLOY.resolve("admission/policy.yaml");

    /** Texts that are a value of some option, or nearly one. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "rr",
            "RR",
            " rr ",
            "mh",
            "shceduler",
            "wlc,rr",
            "none",
            "fallback",
            "fallback,port",
            "sh-port , mh-fallback",
            "flag-1,flag-2",
            "flag-3",
            "fallback,",
            ",port",
            "0",
            "1",
            "-1",
            "+1",
            "007",
            "32",
            "33",
            "128",
            "129",
            "65535",
            "65536",
            "999999999",
            "9999999999",
            "1.5",
            "0s",
            "30s",
            "1m30s",
            "1.5h",
            "-5s",
            "5",
            "5 s",
            "1d",
            "s",
            ".5s",
            "1h2m3s4ms5us6ns",
            "100µs",
            "true",
            "false",
            "True",
            "yes",
            "1e3",
            "allow",
            "deny",
            "Deny",
            "edge",
            "!edge",
            "edge=true",
            "edge==true",
            "edge!=true",
            "edge=",
            "=true",
            "zone in (a,b)",
            "zone in ()",
            "zone notin ( a , b )",
            "zone in a",
            "edge=true,zone in (a,b),!old",
            "example.com/edge=true",
            "-edge",
            "edge=-a",
            "edge,",
            "a b",
            "tcp",
            "http",
            "https",
            "udp",
            "weight-zero",
            "remove",
            "/healthz",
            "200",
            "200-299",
            "600",
            "example.com",
            "example.com:8443",
            "example.com:",
            "/a b",
            "/healthz?full='1'",
            "healthz",
            "204",
            "204-204",
            "399-200",
            "99ms",
            "100ms",
            "60000ms",
            "61s",
            "1m",
            "3600s",
            "3601s",
            "1h");

    static Stream<ServiceOption<?>> options() {
        return Options.ALL.stream();
    }

    private static ApiServerRules rules() throws IOException {
        return new ApiServerRules(Yaml.documents(POLICY).get(0));
    }

    @Test
    void itIsGenerated() throws IOException {
        GeneratedText.of(POLICY).isEqualTo(AdmissionPolicy.text());
        GeneratedText.of(Yaml.DEPLOY.resolve("helm/kube-ipvs/files/admission-policy.yaml"))
                .isEqualTo(AdmissionPolicy.text());
    }

    @Test
    void theChartRendersItOnlyIfItIsAsked() throws IOException {
        Chart chart = Chart.ours();
        String host = "apiServer.host=192.0.2.1";
        assertThat(chart.render(host)).noneMatch(object -> kind(object).startsWith("ValidatingAdmission"));
        List<JsonNode> objects =
                chart.render(host, "admissionPolicy.enabled=true", "admissionPolicy.validationActions[0]=Warn");
        JsonNode policy = objects.stream()
                .filter(object -> kind(object).equals("ValidatingAdmissionPolicy"))
                .findFirst()
                .orElseThrow();
        assertThat(policy).isEqualTo(Yaml.documents(POLICY).get(0));
        JsonNode binding = objects.stream()
                .filter(object -> kind(object).equals("ValidatingAdmissionPolicyBinding"))
                .findFirst()
                .orElseThrow();
        assertThat(binding.at("/spec/validationActions").toString()).isEqualTo("[\"Warn\"]");
        assertThat(binding.at("/spec/policyName")).isEqualTo(policy.at("/metadata/name"));
        assertThatThrownBy(() -> chart.render(host, "admissionPolicy.validationActions[0]=deny"))
                .hasMessageContaining("validationActions");
    }

    @Test
    void theComponentOfKustomizeBindsIt() throws IOException {
        JsonNode binding = Yaml.documents(POLICY.resolveSibling("binding.yaml")).get(0);
        assertThat(binding.at("/spec/policyName"))
                .isEqualTo(Yaml.documents(POLICY).get(0).at("/metadata/name"));
        assertThat(binding.at("/spec/validationActions").toString()).isEqualTo("[\"Deny\"]");
    }

    private static String kind(JsonNode object) {
        return object.path("kind").asString();
    }

    @ParameterizedTest
    @MethodSource("options")
    void itAdmitsTheTextsThatTheProgramReads(ServiceOption<?> option) throws Exception {
        String kind =
                option.holders().stream().sorted().map(Holder::kind).findFirst().orElseThrow();
        ApiServerRules rules = rules();
        for (String text : TEXTS) {
            List<String> refusals = rules.judge(kind, null, Map.of(option.annotation(), text));
            if (option.parse(text).isPresent()) {
                assertThat(refusals).as("%s: '%s'", option, text).isEmpty();
            } else {
                assertThat(refusals)
                        .as("%s: '%s'", option, text)
                        .containsExactly(
                                "annotation " + option.annotation() + " '" + text + "' must be " + option.allowed());
            }
        }
        assertThat(TEXTS)
                .as("texts that are allowed for %s", option)
                .anyMatch(text -> option.parse(text).isPresent());
    }

    @Test
    void anUnknownAnnotationOfOursIsNamedAndOthersAreAdmitted() throws Exception {
        assertThat(rules().judge("Service", null, Map.of("kubeipvs.io/shceduler", "rr", "example.com/x", "y")))
                .containsExactly("no such annotation: kubeipvs.io/shceduler");
        assertThat(rules().judge("Service", null, Map.of("example.com/x", "y"))).isEmpty();
        assertThat(rules().judge("Service", null, Map.of())).isEmpty();
    }

    @Test
    void anAnnotationOfAnotherKindIsNamed() throws Exception {
        assertThat(rules().judge("Service", null, Map.of("kubeipvs.io/weight", "3")))
                .containsExactly("an annotation of EndpointSlice and Node, not of Service: kubeipvs.io/weight");
        assertThat(rules().judge("Node", null, Map.of("kubeipvs.io/weight", "3")))
                .isEmpty();
    }

    @Test
    void aWrongValueThatIsThereAlreadyHindersNoOtherChange() throws Exception {
        Map<String, String> wrong = Map.of("kubeipvs.io/scheduler", "rrr");
        assertThat(rules().judge("Service", wrong, wrong)).isEmpty();
        assertThat(rules().judge("Service", Map.of("kubeipvs.io/scheduler", "rr"), wrong))
                .hasSize(1);
        assertThat(rules().judge("Service", Map.of(), wrong)).hasSize(1);
    }
}
