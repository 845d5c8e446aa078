package io.kubeipvs.daemon.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.kernel.Refusing;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.RouteClient;
import org.junit.jupiter.api.Test;

class VipAdapterTest {
    private static final int ENODEV = 19;

    private final Refusing kernel = new Refusing(ENODEV);
    private final VipAdapter adapter = new VipAdapter(RouteClient.over(kernel));

    @Test
    void readingWithoutALinkFindsNothingAndCreatesNothing() throws Exception {
        assertThat(adapter.read()).isEmpty();
        assertThat(kernel.asked()).as("the link is looked up, once").isEqualTo(1);
    }

    @Test
    void preparingWithoutALinkCreatesIt() {
        assertThatThrownBy(adapter::prepare).isInstanceOf(RefusedException.class);
        assertThat(kernel.asked()).as("the look-up, then the creation").isEqualTo(2);
    }
}
