package io.kubeipvs.daemon.commands.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ipvs.IpvsConnections;
import io.kubeipvs.daemon.kernel.ipvs.IpvsLister;
import io.kubeipvs.it.support.Ipvsadm;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The texts of {@code kube-ipvs ipvs} and {@code connections} are those of ipvsadm, byte for byte. */
class IpvsCommandsKernelIT {
    private static final List<String> RULES = List.of(
            "-A -t 10.96.0.1:443 -s rr",
            "-a -t 10.96.0.1:443 -r 10.36.0.9:6443 -m -w 1",
            "-a -t 10.96.0.1:443 -r 10.36.0.10:6443 -m -w 0",
            "-a -t 10.96.0.1:443 -r 192.168.7.1:6443 -g -w 100",
            "-A -t 10.96.0.1:80 -s wlc -p 10800",
            "-A -t 192.168.7.2:30080 -s sh -b sh-fallback,sh-port",
            "-A -t 203.0.113.7:80 -s mh -b mh-port",
            "-A -t 100.64.0.1:80 -s wrr -b flag-1,flag-3",
            "-A -u 10.96.0.10:53 -s rr -o",
            "-a -u 10.96.0.10:53 -r 10.36.0.9:53 -m -w 1 -x 100 -y 50",
            "-A --sctp-service 10.96.0.11:3868 -s lc",
            "-a --sctp-service 10.96.0.11:3868 -r 10.36.0.9:3868 -m -w 65535",
            "-A -t 10.96.0.12:80 -s rr -p 60 -M 255.255.255.0",
            "-A -u 10.96.0.13:5060 -s rr -p 300 --pe sip",
            "-A -f 7 -s rr -p 360",
            "-a -f 7 -r 10.36.0.9:0 -i -w 1 --tun-type ipip",
            "-a -f 7 -r 10.36.0.10:0 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum",
            "-a -f 7 -r 10.36.0.11:0 -i -w 1 --tun-type gre --tun-csum",
            "-A -f 1755398147 -s lc",
            "-A -f 7 -6 -s rr",
            "-A -t [fd00:96::1]:443 -s rr -p 10800 -M 64",
            "-a -t [fd00:96::1]:443 -r [fd00:36:1234:5678:9abc:def0:1234:5678]:6443 -m -w 1",
            "-a -t [fd00:96::1]:443 -r [fd00:36::9]:6443 -m -w 1");

    private final KernelNamespace node = KernelNamespace.withLoopback();

    @BeforeEach
    void tables() {
        new Ipvsadm(node).restore(RULES);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private String text(IpvsadmText form) throws Exception {
        return form.of(node.call(IpvsLister::read));
    }

    private void assertEqualTexts() throws Exception {
        assertThat(text(IpvsadmText.LIST)).isEqualTo(node.run("ipvsadm", "-Ln"));
        assertThat(text(IpvsadmText.SAVE)).isEqualTo(node.run("ipvsadm", "-Sn"));
        assertThat(text(IpvsadmText.STATS)).isEqualTo(node.run("ipvsadm", "-Ln", "--stats"));
        assertThat(text(IpvsadmText.RATE)).isEqualTo(node.run("ipvsadm", "-Ln", "--rate"));
    }

    @Test
    void everyKindOfObjectHasTheTextOfIpvsadm() throws Exception {
        assertThat(node.run("ipvsadm", "-Sn").lines()).hasSameSizeAs(RULES);
        assertEqualTexts();
    }

    @Test
    void anEmptyTableHasTheTextOfIpvsadm() throws Exception {
        node.run("ipvsadm", "-C");
        assertEqualTexts();
    }

    @Test
    void whatIsSavedMakesTheSameTable() throws Exception {
        String saved = text(IpvsadmText.SAVE);
        node.run("ipvsadm", "-C");
        new Ipvsadm(node).restore(saved.lines().toList());
        assertThat(text(IpvsadmText.SAVE)).isEqualTo(saved);
    }

    @Test
    void theProgramPrintsThatText() {
        assertThat(node.run(Program.LAUNCHER.toString(), "ipvs")).isEqualTo(node.run("ipvsadm", "-Ln"));
    }

    @Test
    void connectionsHaveTheTextOfIpvsadm() throws Exception {
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        node.run("ip", "addr", "add", "10.96.0.20/32", "dev", "lo");
        try (Pod client = new Pod(node, 1, "client", "10.36.0.1");
                Pod server = new Pod(node, 2, "server", "10.36.0.2")) {
            new Ipvsadm(node)
                    .restore(List.of(
                            "-A -t 10.96.0.20:80 -s rr -p 600",
                            "-a -t 10.96.0.20:80 -r 10.36.0.2:" + Pod.PORT + " -m -w 1",
                            "-A -u 10.96.0.20:80 -s rr",
                            "-a -u 10.96.0.20:80 -r 10.36.0.2:" + Pod.PORT + " -m -w 1"));
            assertThat(Pod.askTcp(client.namespace(), "10.96.0.20", 80)).isEqualTo("server");
            assertThat(Pod.askUdp(client.namespace(), "10.96.0.20", 80)).isEqualTo("server");
            // The times change between both readings.
            Await.until(() -> assertThat(connections()).isEqualTo(node.run("ipvsadm", "-Lnc")));
            assertThat(connections().lines()).hasSize(2 + 3); // TCP, its client's place, UDP
            // The kernel sums its counters up every two seconds.
            Await.until(() -> assertThat(text(IpvsadmText.STATS)).isEqualTo(node.run("ipvsadm", "-Ln", "--stats")));
        }
    }

    private String connections() throws Exception {
        ConnectionsAnswer.Collector all = new ConnectionsAnswer.Collector(0);
        node.call(() -> {
            IpvsConnections.forEach(all::add);
            return all;
        });
        return all.answer("IPVS connection entries").text(Style.PLAIN, false);
    }
}
