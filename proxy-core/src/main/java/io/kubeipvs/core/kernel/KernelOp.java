package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;

/** One change to the kernel. {@link #on} is the way to tell them apart: a new kind breaks every reader's compile. */
public sealed interface KernelOp permits KernelOp.OnVirtualServer, KernelOp.OnVip, KernelOp.ForgetFlows, FilterOp {
    /** An operation on a virtual server or on what stands behind it. */
    non-sealed interface OnVirtualServer extends KernelOp {
        /** The virtual server that it is about. */
        VirtualServer.Key virtualServer();
    }

    /** An operation on an address of the dummy link. */
    non-sealed interface OnVip extends KernelOp {
        /** The address that it is about. */
        Ip vip();
    }

    /** When it is made, relative to others. */
    Phase phase();

    /** Calls the case for this kind of operation. */
    <R> R on(Cases<R> cases);

    /** One method for each kind of operation. */
    interface Cases<R> {
        R addVirtualServer(AddVirtualServer op);

        R changeVirtualServer(ChangeVirtualServer op);

        R addRealServer(AddRealServer op);

        R changeRealServer(ChangeRealServer op);

        R bindVip(BindVip op);

        R unbindVip(UnbindVip op);

        R dropRealServer(DropRealServer op);

        R dropVirtualServer(DropVirtualServer op);

        R forgetFlows(ForgetFlows op);

        R filter(FilterOp op);
    }

    /** Create a virtual server that does not exist. */
    record AddVirtualServer(VirtualServer server) implements OnVirtualServer {
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
     * Give an existing virtual server another scheduler, other flags or another timeout; its connections go on.
     *
     * @param before what it is so far
     * @param server what it shall be, with the same key
     */
    record ChangeVirtualServer(VirtualServer before, VirtualServer server) implements OnVirtualServer {
        /** Whether the kernel takes one scheduler away and puts another in. */
        public boolean isOtherScheduler() {
            return !before.scheduler().equals(server.scheduler());
        }

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
            return cases.changeVirtualServer(this);
        }

        @Override
        public String toString() {
            return "change virtual server " + server;
        }
    }

    /** Put a real server behind a virtual server. */
    record AddRealServer(VirtualServer.Key virtualServer, RealServer server) implements OnVirtualServer {
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

    /** Give an existing real server another weight; its connections go on. */
    record ChangeRealServer(VirtualServer.Key virtualServer, RealServer server) implements OnVirtualServer {
        /** A weight of 0 comes after the others: with both in one phase, there could be a moment with no weight at all. */
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

    /** Put an address on the dummy link. */
    record BindVip(Ip vip) implements OnVip {
        @Override
        public Phase phase() {
            return Phase.BIND_VIPS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.bindVip(this);
        }

        @Override
        public String toString() {
            return "bind VIP " + vip;
        }
    }

    /** Take an address off the dummy link. */
    record UnbindVip(Ip vip) implements OnVip {
        @Override
        public Phase phase() {
            return Phase.UNBIND_VIPS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.unbindVip(this);
        }

        @Override
        public String toString() {
            return "unbind VIP " + vip;
        }
    }

    /** Take a real server from behind a virtual server. */
    record DropRealServer(VirtualServer.Key virtualServer, RealServer.Key server) implements OnVirtualServer {
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

    /** Remove a virtual server; the kernel removes its real servers with it. */
    record DropVirtualServer(VirtualServer.Key virtualServer) implements OnVirtualServer {
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

    /**
     * Make the kernel forget what led a UDP client to a real server that is gone: its next packet is a new one. Done
     * aside, after the round; what is forgotten is nothing that is wanted or not.
     */
    record ForgetFlows(VirtualServer.Key virtualServer, RealServer.Key server) implements KernelOp {
        @Override
        public Phase phase() {
            return Phase.FORGET_FLOWS;
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.forgetFlows(this);
        }

        @Override
        public String toString() {
            return "forget flows " + virtualServer + " -> " + server;
        }
    }
}
