package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.TransactionFrame;
import io.kubeipvs.netlink.TransactionResult;
import java.util.List;
import java.util.Optional;

/** One list of changes on its way to the kernel, in one transaction if it fits and else in as few as may be. */
final class ChangeRun {
    private final NetlinkSocket socket;
    private final TransactionFrame frame;
    private final boolean mayBeCut;
    private final ChangeMessages all;
    private final Runnable onCommit;
    private final NftChangeEncoder encoder = new NftChangeEncoder();
    /** The first message that is not in the kernel yet. */
    private int next;

    ChangeRun(
            NetlinkSocket socket,
            TransactionFrame frame,
            boolean mayBeCut,
            List<NftChange> changes,
            Runnable onCommit) {
        this.socket = socket;
        this.frame = frame;
        this.mayBeCut = mayBeCut;
        this.all = ChangeMessages.of(changes);
        this.onCommit = onCommit;
    }

    NftResult run() {
        int end = all.messages().size();
        TransactionResult result = transact(end);
        if (!(result instanceof TransactionResult.TooLarge)) {
            return result.on(new Meaning());
        }
        Cuts cuts = mayBeCut ? Cuts.of(all.messages()) : null;
        while (next < all.messages().size()) {
            while (result instanceof TransactionResult.TooLarge large) {
                end = cuts == null ? next : cuts.last(next, next + large.fitting());
                if (end == next) {
                    return refusedTooLarge();
                }
                result = transact(end);
            }
            if (!(result instanceof TransactionResult.Committed)) {
                return result.on(new Meaning());
            }
            next = end;
            end = all.messages().size();
            result = transact(end);
        }
        return new NftResult.Committed();
    }

    private TransactionResult transact(int end) {
        TransactionResult result = socket.transact(frame, all.messages().subList(next, end), encoder);
        if (end > next && result instanceof TransactionResult.Committed) {
            onCommit.run();
        }
        return result;
    }

    private int done() {
        return next == 0 ? 0 : all.origin(next);
    }

    private NftResult refusedTooLarge() {
        String text = mayBeCut
                ? "changes that belong together are larger than a transaction"
                : "changes guarded by a generation are larger than a transaction";
        return new NftResult.Refused(List.of(whole(new Refusal(Errno.EMSGSIZE, text, "", 0))), done());
    }

    private static NftResult.RefusedChange whole(Refusal refusal) {
        return new NftResult.RefusedChange(
                TransactionResult.Refused.WHOLE, Optional.empty(), Optional.empty(), refusal);
    }

    /** The result of one transaction among the changes. */
    private final class Meaning implements TransactionResult.Cases<NftResult> {
        @Override
        public NftResult committed(TransactionResult.Committed result) {
            return new NftResult.Committed();
        }

        @Override
        public NftResult refused(TransactionResult.Refused result) {
            return new NftResult.Refused(
                    result.items().stream().map(this::refused).toList(), done());
        }

        @Override
        public NftResult stale(TransactionResult.Stale result) {
            return new NftResult.Stale();
        }

        @Override
        public NftResult tooLarge(TransactionResult.TooLarge result) {
            return refusedTooLarge();
        }

        @Override
        public NftResult unknown(TransactionResult.Unknown result) {
            return new NftResult.Unknown(result.reason(), done());
        }

        private NftResult.RefusedChange refused(TransactionResult.Refused.Item item) {
            if (item.index() == TransactionResult.Refused.WHOLE) {
                return whole(item.refusal());
            }
            int message = next + item.index();
            NftChange change = all.messages().get(message);
            return new NftResult.RefusedChange(
                    all.origin(message),
                    Optional.of(change),
                    RefusedElement.of(change, item.refusal().attribute()),
                    item.refusal());
        }
    }
}
