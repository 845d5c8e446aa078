package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda(3);

    @Test
    void aPlanTakesGroupsUntilItIsFullAndCutsNone() {
        agenda.add(vips(0, 2));
        agenda.add(vips(2, 4));
        agenda.add(vips(6, 1));
        assertThat(agenda.next().objects().all()).isEqualTo(vips(0, 6).all());
        agenda.planned();
        assertThat(agenda.size()).isEqualTo(1);
        assertThat(agenda.next().objects().all()).isEqualTo(vips(6, 1).all());
        agenda.planned();
        assertThat(agenda.isEmpty()).isTrue();
    }

    @Test
    void objectsThatNeedNoCommonPlanAreCut() {
        agenda.addSeparately(vips(0, 7));
        agenda.planned();
        assertThat(agenda.size()).isEqualTo(4);
        agenda.planned();
        agenda.planned();
        assertThat(agenda.isEmpty()).isTrue();
    }

    @Test
    void aLaterChangeComesBeforeWhatTheLastPlanLeft() {
        agenda.add(vips(0, 3));
        agenda.add(vips(3, 3));
        agenda.add(vips(6, 3));
        agenda.planned();
        agenda.add(vips(100, 3));
        assertThat(agenda.next().objects().all()).isEqualTo(vips(100, 3).all());
        agenda.planned();
        assertThat(agenda.next().objects().all()).isEqualTo(vips(3, 3).all());
    }

    @Test
    void whatAPlanBeganAndDidNotFinishComesLast() {
        agenda.add(vips(0, 3));
        agenda.add(vips(3, 3));
        agenda.planned();
        agenda.addLast(vips(0, 1));
        assertThat(agenda.next().objects().all()).isEqualTo(vips(3, 3).all());
    }

    @Test
    void namesTheServicesThatWait() {
        ServiceName web = new ServiceName("default", "web");
        agenda.add(vips(0, 3));
        agenda.add(web, vips(3, 1));
        agenda.planned();
        assertThat(agenda.services()).containsExactly(web);
        agenda.planned();
        assertThat(agenda.services()).isEmpty();
    }

    @Test
    void theChangesOfAServiceBetweenTwoPlansAreOneGroup() {
        ServiceName web = new ServiceName("default", "web");
        agenda.add(web, vips(0, 2));
        agenda.add(vips(10, 3));
        agenda.add(web, vips(1, 2));
        assertThat(agenda.size()).isEqualTo(6);
        assertThat(agenda.next().objects().all()).isEqualTo(vips(0, 3).all());
        agenda.planned();
        assertThat(agenda.services()).isEmpty();
        agenda.add(web, vips(20, 3));
        assertThat(agenda.next().objects().all()).isEqualTo(vips(20, 3).all());
    }

    private static ChangedObjects vips(int from, int count) {
        return ChangedObjects.of(IntStream.range(from, from + count)
                .mapToObj(i -> new KernelObject.Vip(Ip.v4(10 << 24 | i)))
                .toList());
    }
}
