package io.kubeipvs.netlink;

import java.util.Objects;

/** The result of one request of a batch: exactly one of accepted, refused, unknown. */
public sealed interface BatchResult {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R accepted(Accepted result);

        R refused(Refused result);

        R unknown(Unknown result);
    }

    <R> R on(Cases<R> cases);

    /** The kernel executed the request. */
    record Accepted() implements BatchResult {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.accepted(this);
        }
    }

    /** The kernel refused the request and did not execute it. */
    record Refused(Refusal refusal) implements BatchResult {
        public Refused {
            Objects.requireNonNull(refusal);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.refused(this);
        }
    }

    /** The kernel may or may not have executed the request: read back what it was about. */
    record Unknown(String reason) implements BatchResult {
        public Unknown {
            Objects.requireNonNull(reason);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.unknown(this);
        }
    }
}
