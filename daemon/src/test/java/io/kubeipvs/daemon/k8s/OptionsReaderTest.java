package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOption.Holder;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsReaderTest {
    private final Refusals refused = new Refusals();

    private ServiceOptions read(String annotations) {
        return OptionsReader.read(
                Json.object("{'metadata':{'annotations':{" + annotations + "}}}"), Holder.SERVICE, refused);
    }

    @Test
    void ourAnnotationsAreRead() {
        assertThat(read("'kubeipvs.io/scheduler':'wlc','other.io/scheduler':'x'")
                        .texts())
                .isEqualTo(Map.of("scheduler", "wlc"));
        assertThat(refused.problems()).isEmpty();
    }

    @Test
    void kubeRoutersAnnotationsMeanTheSame() {
        String annotations =
                "'kube-router.io/service.scheduler':'mh','kube-router.io/service.schedflags':'flag-1,flag-2'";
        assertThat(read(annotations).texts()).isEqualTo(Map.of("scheduler", "mh", "scheduler-flags", "fallback,port"));
        assertThat(refused.problems()).isEmpty();
    }

    @Test
    void ourAnnotationCountsBeforeKubeRouters() {
        assertThat(read("'kube-router.io/service.scheduler':'lc','kubeipvs.io/scheduler':'sh'")
                        .texts())
                .isEqualTo(Map.of("scheduler", "sh"));
    }

    @Test
    void aWrongValueIsRefusedAndNamesWhatIsAllowed() {
        assertThat(read("'kubeipvs.io/scheduler':'fastest'"))
                .isEqualTo(ServiceOptions.NONE.withUnusable(Options.SCHEDULER));
        assertThat(refused.problems())
                .containsExactly(
                        "metadata.annotations.kubeipvs.io/scheduler 'fastest': must be one of rr, wrr, lc, wlc,"
                                + " dh, sh, sed, nq, mh, lblc, lblcr, fo, ovf; until then its last usable value is in force");
    }

    @Test
    void aNameThatDoesNotExistIsRefused() {
        assertThat(read("'kubeipvs.io/schedular':'wlc'")).isEqualTo(ServiceOptions.NONE);
        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.problems().get(0))
                .startsWith(
                        "metadata.annotations.kubeipvs.io/schedular 'wlc': is no annotation of a Service; known are ")
                .contains("kubeipvs.io/scheduler,");
    }

    @Test
    void directServerReturnIsRefusedAloud() {
        read(
                "'kube-router.io/service.dsr':'tunnel','kube-router.io/service.hairpin':'','kubeipvs.io/forwarding':'ipip'");
        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        "metadata.annotations.kubeipvs.io/forwarding 'ipip': is not supported; the Service is served by"
                                + " masquerading",
                        "metadata.annotations.kube-router.io/service.dsr 'tunnel': is not supported; the Service is"
                                + " served by masquerading");
    }
}
