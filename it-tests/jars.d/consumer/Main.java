package consumer;

import io.kubeipvs.netlink.route.RouteClient;

/** Asks the kernel for the loopback link. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (RouteClient routes = RouteClient.open()) {
            String name = routes.link("lo").orElseThrow().name();
            System.out.println(Main.class.getModule().getName() + " found link " + name + " through "
                    + RouteClient.class.getModule().getName());
        }
    }
}
