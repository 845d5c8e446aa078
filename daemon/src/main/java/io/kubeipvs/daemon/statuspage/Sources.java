package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServers;
import java.util.Map;

/** Where the contents of a page come from. Each method may wait for seconds. */
public interface Sources {
    /** The health of the program. */
    StatusDocument status() throws InterruptedException;

    /** The names of virtual servers. */
    NamesDocument names() throws InterruptedException;

    /**
     * The draining real servers: for how many seconds each has drained, by its address, by the key of its virtual server.
     * Empty while the sync thread is busy.
     */
    Map<String, Map<String, Long>> drains() throws InterruptedException;

    /**
     * The virtual servers of the kernel. The caller closes it.
     *
     * @throws io.kubeipvs.core.kernel.KernelUnavailableException when the kernel cannot be read
     */
    VirtualServers kernel();
}
