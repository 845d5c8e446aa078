package io.kubeipvs.daemon;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the generous heap of the start. While the first lists are read, the heap grows in large steps ({@code jvm.options}),
 * because each step costs a full collection. Once every Service was programmed, it has little free room, and what is free is
 * returned. For the sync thread.
 */
final class StartHeap implements SyncListener {
    /** Percent of the heap that are free after a full collection; with less it grows. */
    static final String LEAST_FREE = "10";

    /** The same; with more it shrinks. */
    static final String MOST_FREE = "15";

    private static final Logger LOG = LoggerFactory.getLogger(StartHeap.class);

    private boolean isOver;

    @Override
    public void roundEnded(SyncReport report) {
        if (!isOver && report.isReachable() && report.isComplete() && !report.isProvisional()) {
            isOver = true;
            shrink();
        }
    }

    private static void shrink() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            jvm.setVMOption("MinHeapFreeRatio", LEAST_FREE);
            jvm.setVMOption("MaxHeapFreeRatio", MOST_FREE);
            System.gc();
        } catch (IllegalArgumentException e) {
            LOG.debug("heap_not_shrunk cause=\"{}\" effect=\"needs more memory than necessary\"", e.getMessage());
        }
    }
}
