package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.Optional;

/** One change to our part of the packet filter. */
public sealed interface FilterOp extends KernelOp {
    /** Calls the case for this kind of operation. */
    <R> R on(Cases<R> cases);

    @Override
    default <R> R on(KernelOp.Cases<R> cases) {
        return cases.filter(this);
    }

    /** One method for each kind of operation. */
    interface Cases<R> {
        R putAdmission(PutAdmission op);

        R dropAdmission(DropAdmission op);

        R putAddress(PutAddress op);

        R dropAddress(DropAddress op);

        R putSurroundings(PutSurroundings op);
    }

    /**
     * Say who may ask a virtual server.
     *
     * @param before what was said so far; empty = nothing
     * @param phase when: before anybody can ask, or where a change takes effect in the midst of traffic
     */
    record PutAdmission(VirtualServer.Key virtualServer, Optional<Admission> before, Admission admission, Phase phase)
            implements FilterOp, OnVirtualServer {
        @Override
        public <R> R on(FilterOp.Cases<R> cases) {
            return cases.putAdmission(this);
        }

        @Override
        public String toString() {
            return "admit " + virtualServer + " " + admission;
        }
    }

    /**
     * Say no more of a virtual server.
     *
     * @param before what was said so far
     */
    record DropAdmission(VirtualServer.Key virtualServer, Admission before, Phase phase)
            implements FilterOp, OnVirtualServer {
        @Override
        public <R> R on(FilterOp.Cases<R> cases) {
            return cases.dropAdmission(this);
        }

        @Override
        public String toString() {
            return "admit no more " + virtualServer;
        }
    }

    /** Add an address to a set. */
    record PutAddress(AddressSet set, Ip address) implements FilterOp {
        @Override
        public Phase phase() {
            return set == AddressSet.VIPS ? Phase.GUARD : Phase.ADMIT;
        }

        @Override
        public <R> R on(FilterOp.Cases<R> cases) {
            return cases.putAddress(this);
        }

        @Override
        public String toString() {
            return "add to " + set + " " + address;
        }
    }

    /** Take an address out of a set. */
    record DropAddress(AddressSet set, Ip address) implements FilterOp {
        @Override
        public Phase phase() {
            return Phase.RETIRE;
        }

        @Override
        public <R> R on(FilterOp.Cases<R> cases) {
            return cases.dropAddress(this);
        }

        @Override
        public String toString() {
            return "take from " + set + " " + address;
        }
    }

    /** Say what is around. */
    record PutSurroundings(Surroundings before, Surroundings surroundings) implements FilterOp {
        @Override
        public Phase phase() {
            return Phase.ADMIT;
        }

        @Override
        public <R> R on(FilterOp.Cases<R> cases) {
            return cases.putSurroundings(this);
        }

        @Override
        public String toString() {
            return "surroundings " + surroundings;
        }
    }
}
