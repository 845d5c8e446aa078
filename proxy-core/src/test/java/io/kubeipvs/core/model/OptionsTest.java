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
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("kubeipvs\\.io/[a-z][a-z-]+"));
        assertThat(Options.ALL).noneMatch(option -> option.meaning().isEmpty());
    }
}
