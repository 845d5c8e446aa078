package io.kubeipvs.core.kernel;

/**
 * One change to the kernel. Each subsystem has its own sealed kinds. {@link #bySubsystem} and {@code on}
 * distinguish them: a new kind breaks the compilation of every reader that does not handle it.
 */
public sealed interface KernelOp permits IpvsOp, VipOp, FilterOp, FlowOp {
    /** The object that it changes. */
    KernelObject object();

    /** When it is made, relative to other operations of a plan. */
    Phase phase();

    /** The part of the kernel that makes it. */
    Subsystem subsystem();

    /** Calls the method for the subsystem of this operation. */
    <R> R bySubsystem(Subsystems<R> subsystems);

    /** One method for each subsystem. */
    interface Subsystems<R> {
        R ipvs(IpvsOp op);

        R vip(VipOp op);

        R filter(FilterOp op);

        R flow(FlowOp op);
    }

    /** One method for each kind of operation of all subsystems. */
    interface Cases<R> extends Subsystems<R>, IpvsOp.Cases<R>, VipOp.Cases<R>, FilterOp.Cases<R>, FlowOp.Cases<R> {
        @Override
        default R ipvs(IpvsOp op) {
            return op.on(this);
        }

        @Override
        default R vip(VipOp op) {
            return op.on(this);
        }

        @Override
        default R filter(FilterOp op) {
            return op.on(this);
        }

        @Override
        default R flow(FlowOp op) {
            return op.on(this);
        }
    }
}
