package io.kubeipvs.core.kernel;

/** One change to the flows that conntrack remembers. */
public sealed interface FlowOp extends KernelOp {
    /** The virtual server that the flows go to. */
    VirtualServer.Key virtualServer();

    @Override
    default KernelObject object() {
        return virtualServer();
    }

    @Override
    default Subsystem subsystem() {
        return Subsystem.FLOWS;
    }

    @Override
    default <R> R bySubsystem(KernelOp.Subsystems<R> subsystems) {
        return subsystems.flow(this);
    }

    /** Calls the case for this kind of operation. */
    <R> R on(Cases<R> cases);

    /** One method for each kind of operation. */
    interface Cases<R> {
        R forgetFlows(ForgetFlows op);
    }

    /**
     * Forget the flows of UDP clients to a removed real server, so that their next packets begin new flows. Runs in the
     * background, after the round. Flows are not part of the desired state.
     */
    record ForgetFlows(VirtualServer.Key virtualServer, RealServer.Key server) implements FlowOp {
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
