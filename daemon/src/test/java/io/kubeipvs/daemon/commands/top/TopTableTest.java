package io.kubeipvs.daemon.commands.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Flags;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Forwarding;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Persistence;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.RealServerEntry;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.VirtualServerEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopTableTest {
    private static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
    private static final TopTable TABLE = TopTable.of(
            "14:07:31",
            new IpvsListing(
                    "1.2.1",
                    4096,
                    List.of(
                            virtual(
                                    "UDP",
                                    "10.96.0.10:53",
                                    new Traffic(410, 1, 1, 1_100_000, 2_000_000),
                                    real("10.36.0.9:53", 1, 0, 1204)),
                            virtual(
                                    "TCP",
                                    "10.96.4.17:443",
                                    new Traffic(31, 1, 1, 88_000_000, 1_900_000_000),
                                    real("10.36.0.4:8443", 1, 300, 10),
                                    real("10.36.4.9:8443", 1, 100, 0),
                                    real("10.36.4.11:8443", 0, 2, 0)),
                            virtual("TCP", "10.96.9.4:5672", NONE))),
            key -> Map.of("TCP 10.96.4.17:443", "default/web", "UDP 10.96.0.10:53", "kube-system/kube-dns")
                    .getOrDefault(key, ""));

    private static VirtualServerEntry virtual(
            String protocol, String address, Traffic rate, RealServerEntry... servers) {
        return new VirtualServerEntry(
                protocol,
                address,
                0,
                false,
                "rr",
                new Flags(List.of(), false),
                new Persistence(false, 0, "", ""),
                NONE,
                rate,
                List.of(servers));
    }

    private static RealServerEntry real(String address, int weight, int active, int inactive) {
        return new RealServerEntry(
                address, new Forwarding("Masq", "", 0, "nocsum"), weight, 0, 0, active, inactive, 0, NONE, NONE);
    }

    private static String text(TopView view) {
        return TABLE.text(view, Style.PLAIN, Integer.MAX_VALUE);
    }

    @Test
    void theBusiestComesFirst() {
        assertThat(text(TopView.FIRST)).isEqualTo("""
                14:07:31  3 virtual servers  1616 connections  441 new/s  in 89.1MB/s  out 1.9GB/s  by connections
                SERVICE               VIRTUAL SERVER      CONN  CPS     IN   OUT  SERVERS  SPREAD  BUSIEST
                kube-system/kube-dns  UDP 10.96.0.10:53   1204  410   1.1M  2.0M        1       -
                default/web           TCP 10.96.4.17:443   412   31  88.0M  1.9G        2    2.24  10.36.0.4:8443
                -                     TCP 10.96.9.4:5672     0    0      0     0        0       -
                """);
    }

    @Test
    void rowsAreSortedAndFilteredAsTheUserWants() {
        TopView byBytes = TopView.FIRST.by(TopRow.Order.OUT);
        assertThat(TABLE.shown(byBytes))
                .extracting(TopRow::service)
                .containsExactly("default/web", "kube-system/kube-dns", "");
        assertThat(TABLE.shown(byBytes.filtered("10.36.4.11")))
                .extracting(TopRow::service)
                .containsExactly("default/web");
        assertThat(text(TopView.FIRST.filtered("nothing")).lines()).hasSize(2);
    }

    @Test
    void aRowCanBeFollowedByItsRealServers() {
        assertThat(text(TopView.FIRST.withServers(true).filtered("default/web")))
                .contains("-> 10.36.0.4:8443    310", "-> 10.36.4.11:8443     2    0      0     0   drains\n");
    }

    @Test
    void theTextFitsTheScreen() {
        assertThat(TABLE.text(TopView.FIRST, Style.PLAIN, 3).lines()).hasSize(3);
    }

    @Test
    void keysChangeTheView() {
        TopKeys keys = new TopKeys();
        "r/wexb".chars().forEach(keys::press);
        assertThat(keys.line()).isEqualTo("/wexb");
        keys.press(127);
        keys.press('\r');
        assertThat(keys.view()).isEqualTo(new TopView(TopRow.Order.RATE, "wex", false));
        keys.press('e');
        keys.press('z');
        assertThat(keys.view()).isEqualTo(new TopView(TopRow.Order.RATE, "wex", true));
        keys.press('/');
        keys.press(27);
        assertThat(keys.view().filter()).isEmpty();
        assertThat(keys.isOver()).isFalse();
        keys.press('q');
        assertThat(keys.isOver()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "9999, 9999", "10000, 10.0k", "999999, 1000k", "1100000, 1.1M", "123456789, 123M"})
    void aNumberIsShort(long number, String text) {
        assertThat(TopTable.number(number)).isEqualTo(text);
    }
}
