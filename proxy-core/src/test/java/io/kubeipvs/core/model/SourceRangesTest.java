package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceRangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                      | 8.8.8.8  | true  | no range: all clients",
                "''                      | fd00::1  | true  | no range: all clients",
                "10.0.0.0/8              | 10.1.1.1 | true  | inside",
                "10.0.0.0/8              | 11.1.1.1 | false | outside",
                "10.0.0.0/8 8.8.8.8/32   | 8.8.8.8  | true  | inside the second",
                "10.0.0.0/8 0.0.0.0/0    | 11.1.1.1 | true  | a /0 opens its family",
                "10.0.0.0/8              | fd00::1  | false | IPv4 only: no client of IPv6",
                "0.0.0.0/0               | fd00::1  | false | a /0 opens its own family only",
                "10.0.0.0/8 fd00::/8     | fd00::1  | true  | each family by its own",
                "10.0.0.0/8 fd00::/8     | fe00::1  | false | each family by its own",
                "10.0.0.0/8 ::/0         | 11.1.1.1 | false | each family by its own",
                "10.0.0.0/8 ::/0         | fe00::1  | true  | each family by its own",
            })
    void whoMayAsk(String ranges, String source, boolean allowed, String why) {
        SourceRanges sources = new SourceRanges(Stream.of(ranges.split(" "))
                .filter(r -> !r.isEmpty())
                .map(Cidr::parse)
                .toList());
        assertThat(sources.allows(Ip.parse(source))).as(why).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | 8.8.8.8  | true  | no range: all clients",
                "10.0.0.0/8               | 10.1.1.1 | false | inside",
                "10.0.0.0/8               | 11.1.1.1 | true  | outside",
                "10.0.0.0/8               | fd00::1  | true  | IPv4 only: every client of IPv6",
                "10.0.0.0/8 8.8.8.8/32    | 8.8.8.8  | false | inside the second",
                "10.0.0.0/8 8.8.8.8/32    | 8.8.8.9  | true  | outside both",
                "0.0.0.0/0                | 8.8.8.8  | false | everything of a family",
                "0.0.0.0/0                | fd00::1  | true  | everything of a family",
                "0.0.0.0/0 ::/0           | 8.8.8.8  | false | everything",
                "0.0.0.0/0 ::/0           | fd00::1  | false | everything",
                "100::/128                | 8.8.8.8  | false | no range was usable: no client",
            })
    void whoMayAskIfTheRangesDeny(String ranges, String source, boolean allowed, String why) {
        SourceRanges sources = new SourceRanges(Stream.of(ranges.split(" "))
                .filter(r -> !r.isEmpty())
                .map(Cidr::parse)
                .toList());
        assertThat(sources.inverted().allows(Ip.parse(source))).as(why).isEqualTo(allowed);
    }
}
