package io.kubeipvs.netlink.conntrack;

import java.util.Objects;

/** A change of a flow, by any program. */
public sealed interface FlowEvent {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R created(Created event);

        R changed(Changed event);

        R removed(Removed event);

        R lost(Lost event);
    }

    <R> R on(Cases<R> cases);

    /** A flow's first packet went through, or a program made it. */
    record Created(Flow flow) implements FlowEvent {
        public Created {
            Objects.requireNonNull(flow);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.created(this);
        }
    }

    /** The new status, TCP state or mark of a flow. Not every packet makes an event. */
    record Changed(Flow flow) implements FlowEvent {
        public Changed {
            Objects.requireNonNull(flow);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.changed(this);
        }
    }

    /** A flow ran out of time or was deleted. */
    record Removed(Flow flow) implements FlowEvent {
        public Removed {
            Objects.requireNonNull(flow);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removed(this);
        }
    }

    /** The kernel had to drop events because they were read too slowly: list again. */
    record Lost() implements FlowEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.lost(this);
        }
    }
}
