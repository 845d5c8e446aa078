package io.kubeipvs.core.kernel;

/** One change to IPVS: to a virtual server or to one of its real servers. */
public sealed interface IpvsOp extends KernelOp {
    /** The virtual server that it changes. */
    VirtualServer.Key virtualServer();

    @Override
    default KernelObject object() {
        return virtualServer();
    }

    @Override
    default Subsystem subsystem() {
        return Subsystem.IPVS;
    }

    @Override
    default <R> R bySubsystem(KernelOp.Subsystems<R> subsystems) {
        return subsystems.ipvs(this);
    }

    /** Calls the case for this kind of operation. */
    <R> R on(Cases<R> cases);

    /** One method for each kind of operation. */
    interface Cases<R> {
        R addVirtualServer(AddVirtualServer op);

        R changeVirtualServer(ChangeVirtualServer op);

        R addRealServer(AddRealServer op);

        R changeRealServer(ChangeRealServer op);

        R dropRealServer(DropRealServer op);

        R dropVirtualServer(DropVirtualServer op);
    }

    /** Create a virtual server that does not exist. */
    record AddVirtualServer(VirtualServer server) implements IpvsOp {
        @Override
        public VirtualServer.Key virtualServer() {
            return server.key();
        }

        @Override
        public Phase phase() {
            return Phase.PUT_VIRTUAL_SERVERS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.addVirtualServer(this);
        }

        @Override
        public String toString() {
            return "add virtual server " + server;
        }
    }

    /**
     * Give an existing virtual server another scheduler, other flags or another timeout. Its connections continue.
     *
     * @param before what the kernel has so far
     * @param server what is wanted, with the same key
     */
    record ChangeVirtualServer(VirtualServer before, VirtualServer server) implements IpvsOp {
        /** Whether the kernel removes one scheduler and puts another in its place. */
        public boolean isOtherScheduler() {
            return !before.scheduler().equals(server.scheduler());
        }

        @Override
        public VirtualServer.Key virtualServer() {
            return server.key();
        }

        @Override
        public Phase phase() {
            return isOtherScheduler() ? Phase.CHANGE_SCHEDULERS : Phase.PUT_VIRTUAL_SERVERS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.changeVirtualServer(this);
        }

        @Override
        public String toString() {
            return "change virtual server " + server;
        }
    }

    /** Add a real server to a virtual server. */
    record AddRealServer(VirtualServer.Key virtualServer, RealServer server) implements IpvsOp {
        @Override
        public Phase phase() {
            return Phase.PUT_REAL_SERVERS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.addRealServer(this);
        }

        @Override
        public String toString() {
            return "add real server " + virtualServer + " -> " + server;
        }
    }

    /** Give an existing real server another weight. Its connections continue. */
    record ChangeRealServer(VirtualServer.Key virtualServer, RealServer server) implements IpvsOp {
        /** A weight of 0 has a later phase: in one phase with the others there could be a moment without any weight. */
        @Override
        public Phase phase() {
            return server.weight() == 0 ? Phase.QUIESCE_REAL_SERVERS : Phase.PUT_REAL_SERVERS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.changeRealServer(this);
        }

        @Override
        public String toString() {
            return "change real server " + virtualServer + " -> " + server;
        }
    }

    /** Remove a real server from a virtual server. */
    record DropRealServer(VirtualServer.Key virtualServer, RealServer.Key server) implements IpvsOp {
        @Override
        public Phase phase() {
            return Phase.DROP_REAL_SERVERS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.dropRealServer(this);
        }

        @Override
        public String toString() {
            return "drop real server " + virtualServer + " -> " + server;
        }
    }

    /** Remove a virtual server. The kernel removes its real servers with it. */
    record DropVirtualServer(VirtualServer.Key virtualServer) implements IpvsOp {
        @Override
        public Phase phase() {
            return Phase.DROP_VIRTUAL_SERVERS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.dropVirtualServer(this);
        }

        @Override
        public String toString() {
            return "drop virtual server " + virtualServer;
        }
    }
}
