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
}
