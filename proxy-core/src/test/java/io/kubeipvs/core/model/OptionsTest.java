package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // option | text | as it is written
                "scheduler | wlc | wlc",
                "scheduler | ' mh ' | mh",
                "scheduler-flags | fallback | fallback",
                "scheduler-flags | sh-port | port",
                "scheduler-flags | mh-port,mh-fallback | fallback,port",
                "scheduler-flags | 'flag-1, flag-2' | fallback,port",
                "scheduler-flags | none | none",
                "drain-timeout | 90s | 1m30s",
                "drain-timeout | 0 | 0s",
                "weight | 0 | 0",
                "weight | 65535 | 65535",
                "prefer-local-weight | 10 | 10",
                "max-connections | 100 | 100",
                "min-connections | 50 | 50",
                "persistence-prefix | 24 | 24",
                "persistence-prefix-ipv6 | 64 | 64",
                "external-local | true | true",
                "skip-load-balancer-addresses | false | false",
                "source-ranges-policy | deny | deny",
                "nodes | edge==true | edge in (true)",
                "health-check | tcp | tcp",
                "health-check | none | none",
                "health-check-port | 8081 | 8081",
                "health-check-path | /healthz?full=1 | /healthz?full=1",
                "health-check-host | web.example.com:8443 | web.example.com:8443",
                "health-check-status | 204 | 204",
                "health-check-status | 200-399 | 200-399",
                "health-check-interval | 5s | 5s",
                "health-check-timeout | 500ms | 500ms",
                "health-check-retry-delay | 2s | 2s",
                "health-check-fall | 1 | 1",
                "health-check-rise | 100 | 100",
                "health-check-on-failure | weight-zero | weight-zero",
                "health-check-on-failure | remove | remove",
                "health-check-quorum | 2 | 2",
            })
    void values(String option, String text, String written) {
        ServiceOptions options = read(option, text);
        assertThat(options.texts()).isEqualTo(Map.of(option, written));
        assertThat(read(option, written)).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scheduler | ''",
                "scheduler | WLC",
                "scheduler | ftp", // ip_vs_ftp is a module of the kernel, and no scheduler
                "scheduler-flags | ''",
                "scheduler-flags | flag-3",
                "scheduler-flags | fallback,,port",
                "drain-timeout | -1s",
                "drain-timeout | 5 minutes",
                "weight | 65536",
                "weight | -1",
                "weight | 1.5",
                "prefer-local-weight | 0",
                "max-connections | 0",
                "persistence-prefix | 33",
                "persistence-prefix-ipv6 | 129",
                "external-local | yes",
                "source-ranges-policy | Deny",
                "source-ranges-policy | other",
                "nodes | a b",
                "health-check | udp",
                "health-check | HTTP",
                "health-check-port | 0",
                "health-check-path | healthz",
                "health-check-path | '/a b'",
                "health-check-path | '/a\r\nHost: b'",
                "health-check-path | /ü",
                "health-check-host | 'a b'",
                "health-check-host | 'a\r\nb'",
                "health-check-status | 600",
                "health-check-status | 399-200",
                "health-check-interval | 0s",
                "health-check-interval | 999ms",
                "health-check-timeout | 61s",
                "health-check-fall | 0",
                "health-check-on-failure | weight_zero",
                "health-check-quorum | 0",
            })
    void textsThatAreNoValue(String option, String text) {
        assertThat(read(option, text)).isEqualTo(ServiceOptions.NONE);
    }

    private static ServiceOptions read(String option, String text) {
        return Options.read(ServiceOptions.NONE, Options.find(option).orElseThrow(), text);
    }

    @Test
    void everyOptionHasAnAnnotationOfItsOwnAndAMeaning() {
        List<String> names = Options.ALL.stream().map(ServiceOption::annotation).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("kubeipvs\\.io/[a-z][-a-z0-9]+"));
        assertThat(Options.ALL).noneMatch(option -> option.meaning().isEmpty());
    }

    @Test
    void theNamesOfAnnotationsAreNotMadeAnewForEachObject() {
        for (ServiceOption<?> option : Options.ALL) {
            assertThat(option.annotation()).isSameAs(option.annotation());
            assertThat(option.aliases()).isSameAs(option.aliases());
        }
    }
}
