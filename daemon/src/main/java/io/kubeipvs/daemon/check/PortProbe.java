package io.kubeipvs.daemon.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Whether an address can be listened on. */
public final class PortProbe implements Probe {
    private final String what;
    private final String key;
    private final InetSocketAddress address;

    /**
     * @param what is to be served there
     * @param key of the configuration, to change it by
     */
    public PortProbe(String what, String key, InetSocketAddress address) {
        this.what = what;
        this.key = key;
        this.address = address;
    }

    @Override
    public List<CheckResult> run() {
        String where = what + " " + address.getAddress().getHostAddress() + " port " + address.getPort();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return List.of(CheckResult.ok(where, "free"));
        } catch (IOException e) {
            return List.of(CheckResult.warning(
                    where,
                    e.getMessage() + "; no matter if kube-ipvs itself runs here",
                    "ss -ltnp 'sport = :" + address.getPort() + "' names who has it; or change " + key));
        }
    }
}
