package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.Optional;

/** One change to our part of the packet filter. */
public sealed interface FilterOp extends KernelOp {
    @Override
    default Subsystem subsystem() {
        return Subsystem.FILTER;
    }

    @Override
    default <R> R bySubsystem(KernelOp.Subsystems<R> subsystems) {
        return subsystems.filter(this);
    }

    /** Calls the case for this kind of operation. */
    <R> R on(Cases<R> cases);

    /** One method for each kind of operation. */
    interface Cases<R> {
        R putAdmission(PutAdmission op);

        R dropAdmission(DropAdmission op);

        R putAddress(PutAddress op);

        R dropAddress(DropAddress op);

        R putNodeFilterConfig(PutNodeFilterConfig op);

        R pauseNewConnections(PauseNewConnections op);

        R resumeNewConnections(ResumeNewConnections op);
    }

    /**
     * Set the admission of a virtual server.
     *
     * @param before its admission so far; empty = none
     * @param phase before any client can connect, or at the point where a change takes effect under traffic
     */
    record PutAdmission(VirtualServer.Key virtualServer, Optional<Admission> before, Admission admission, Phase phase)
            implements FilterOp {
        @Override
        public KernelObject object() {
            return virtualServer;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putAdmission(this);
        }

        @Override
        public String toString() {
            return "admit " + virtualServer + " " + admission;
        }
    }

    /**
     * Remove the admission of a virtual server.
     *
     * @param before its admission so far
     */
    record DropAdmission(VirtualServer.Key virtualServer, Admission before, Phase phase) implements FilterOp {
        @Override
        public KernelObject object() {
            return virtualServer;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.dropAdmission(this);
        }

        @Override
        public String toString() {
            return "drop admission " + virtualServer;
        }
    }

    /** Add an address to a set. */
    record PutAddress(AddressSet set, Ip address) implements FilterOp {
        @Override
        public KernelObject object() {
            return set.object(address);
        }

        @Override
        public Phase phase() {
            return set == AddressSet.VIPS ? Phase.PROTECT_VIPS : Phase.ADMIT;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putAddress(this);
        }

        @Override
        public String toString() {
            return "add to " + set + " " + address;
        }
    }

    /** Remove an address from a set. */
    record DropAddress(AddressSet set, Ip address) implements FilterOp {
        @Override
        public KernelObject object() {
            return set.object(address);
        }

        @Override
        public Phase phase() {
            return Phase.CLEAN_UP_FILTER;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.dropAddress(this);
        }

        @Override
        public String toString() {
            return "remove from " + set + " " + address;
        }
    }

    /**
     * Replace the node-wide filter configuration.
     *
     * @param before the configuration so far
     */
    record PutNodeFilterConfig(NodeFilterConfig before, NodeFilterConfig config) implements FilterOp {
        @Override
        public KernelObject object() {
            return new KernelObject.NodeFilter();
        }

        /** Addresses in the ranges of cluster addresses are refused if they are no VIPs: VIPs come first. */
        @Override
        public Phase phase() {
            return before.serviceRanges().equals(config.serviceRanges()) ? Phase.ADMIT : Phase.REFUSE_UNASSIGNED;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putNodeFilterConfig(this);
        }

        @Override
        public String toString() {
            return "node filter configuration " + config;
        }
    }

    /**
     * Drop new connections to a virtual server while its scheduler changes. The kernel ends the pause by itself after
     * 5 s.
     */
    record PauseNewConnections(VirtualServer.Key virtualServer) implements FilterOp {
        @Override
        public KernelObject object() {
            return virtualServer;
        }

        @Override
        public Phase phase() {
            return Phase.PAUSE_NEW_CONNECTIONS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.pauseNewConnections(this);
        }

        @Override
        public String toString() {
            return "pause new connections " + virtualServer;
        }
    }

    /** End a {@link PauseNewConnections pause}. */
    record ResumeNewConnections(VirtualServer.Key virtualServer) implements FilterOp {
        @Override
        public KernelObject object() {
            return virtualServer;
        }

        @Override
        public Phase phase() {
            return Phase.RESUME_NEW_CONNECTIONS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.resumeNewConnections(this);
        }

        @Override
        public String toString() {
            return "resume new connections " + virtualServer;
        }
    }
}
