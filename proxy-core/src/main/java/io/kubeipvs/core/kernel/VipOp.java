package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;

/** One change to the addresses of the dummy link. */
public sealed interface VipOp extends KernelOp {
    /** The address that it binds or unbinds. */
    Ip vip();

    @Override
    default KernelObject object() {
        return new KernelObject.Vip(vip());
    }

    @Override
    default Subsystem subsystem() {
        return Subsystem.VIPS;
    }

    @Override
    default <R> R bySubsystem(KernelOp.Subsystems<R> subsystems) {
        return subsystems.vip(this);
    }

    /** Calls the case for this kind of operation. */
    <R> R on(Cases<R> cases);

    /** One method for each kind of operation. */
    interface Cases<R> {
        R bindVip(BindVip op);

        R unbindVip(UnbindVip op);
    }

    /** Add an address to the dummy link. */
    record BindVip(Ip vip) implements VipOp {
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

    /** Remove an address from the dummy link. */
    record UnbindVip(Ip vip) implements VipOp {
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
}
