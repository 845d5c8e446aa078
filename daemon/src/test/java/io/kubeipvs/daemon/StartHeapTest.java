package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.kubeipvs.daemon.sync.Reports;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartHeapTest {
    private static final HotSpotDiagnosticMXBean JVM =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    private final StartHeap heap = new StartHeap();
    private final String least = value("MinHeapFreeRatio");
    private final String most = value("MaxHeapFreeRatio");

    private static String value(String option) {
        return JVM.getVMOption(option).getValue();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    @BeforeEach
    void begin() {
        set("30", "40");
    }

    @AfterEach
    void restore() {
        set(least, most);
    }

    private static void set(String least, String most) {
        JVM.setVMOption("MinHeapFreeRatio", "0");
        JVM.setVMOption("MaxHeapFreeRatio", most);
        JVM.setVMOption("MinHeapFreeRatio", least);
    }

    @Test
    void isGenerousUntilEverythingWasProgrammed() {
        heap.roundEnded(Reports.unreachable());
        heap.roundEnded(Reports.round().waiting(1).build());
        assertThat(value("MinHeapFreeRatio")).isEqualTo("30");
        assertThat(value("MaxHeapFreeRatio")).isEqualTo("40");
    }

    @Test
    void isCollectedAndShrinksOnceAfterwards() {
        long before = collections();
        heap.roundEnded(Reports.round().build());
        assertThat(value("MinHeapFreeRatio")).isEqualTo(StartHeap.LEAST_FREE);
        assertThat(value("MaxHeapFreeRatio")).isEqualTo(StartHeap.MOST_FREE);
        assertThat(collections()).isGreaterThan(before);
        set("30", "40");
        heap.roundEnded(Reports.round().build());
        assertThat(value("MinHeapFreeRatio")).as("it is not set again").isEqualTo("30");
    }
}
