package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointListTest {
    private static final Endpoint FIRST = Endpoint.at(Ip.parse("10.0.0.1")).withNodeName("n1");
    private static final Endpoint SECOND = Endpoint.at(Ip.parse("10.0.0.2"));

    @Test
    void hasTheSameEndpointsInTheSameOrder() {
        List<Endpoint> list = EndpointList.copyOf(List.of(FIRST, SECOND, FIRST));
        assertThat(list).containsExactly(FIRST, SECOND, FIRST);
        assertThat(new ArrayList<>(list)).isEqualTo(List.of(FIRST, SECOND, FIRST));
        assertThat(list.get(0).nodeName()).isEqualTo("n1");
    }

    @Test
    void isEqualToEveryListOfEqualEndpoints() {
        List<Endpoint> list = EndpointList.copyOf(List.of(FIRST, SECOND));
        assertThat(list)
                .isEqualTo(EndpointList.copyOf(new ArrayList<>(List.of(FIRST, SECOND))))
                .isEqualTo(List.of(FIRST, SECOND))
                .hasSameHashCodeAs(List.of(FIRST, SECOND));
        assertThat(List.of(FIRST, SECOND)).isEqualTo(list);
        assertThat(EndpointList.copyOf(List.of())).isEqualTo(List.of());
    }

    @Test
    void differsByOrderAddressTraitsAndNumber() {
        List<Endpoint> list = EndpointList.copyOf(List.of(FIRST, SECOND));
        assertThat(list)
                .isNotEqualTo(EndpointList.copyOf(List.of(SECOND, FIRST)))
                .isNotEqualTo(EndpointList.copyOf(List.of(FIRST)))
                .isNotEqualTo(EndpointList.copyOf(List.of(FIRST.withNodeName("n2"), SECOND)))
                .isNotEqualTo(EndpointList.copyOf(List.of(FIRST, Endpoint.at(Ip.parse("10.0.0.3")))));
    }

    @Test
    void doesNotChange() {
        List<Endpoint> source = new ArrayList<>(List.of(FIRST));
        List<Endpoint> list = EndpointList.copyOf(source);
        source.set(0, SECOND);
        assertThat(list).containsExactly(FIRST);
        assertThatThrownBy(() -> list.set(0, SECOND)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.add(SECOND)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }
}
