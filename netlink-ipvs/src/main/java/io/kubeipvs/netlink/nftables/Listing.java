package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.DumpInterruptedException;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkSocket;
import io.kubeipvs.netlink.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Lists that are whole: repeated until all of a list is of one generation and nothing is in it twice.
 *
 * <p>A set's hash table grows after its elements were added. A list is read in parts, each from the number of elements
 * that were read before; when the order changes in between, some are listed twice and as many not at all. Source:
 * {@code net/netfilter/nft_set_hash.c, nft_rhash_walk}.
 */
final class Listing {
    /** Enough for a list that another program changes many times a second. */
    static final int PATIENT = 20;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(1);
    private static final Duration LAST_BACKOFF = Duration.ofMillis(100);

    private final NetlinkSocket socket;
    private final int attempts;

    /** @param attempts how often a list is read until it is whole, at least once */
    Listing(NetlinkSocket socket, int attempts) {
        this.socket = socket;
        this.attempts = attempts;
    }

    /** @param flatten makes a list of the things listed of what is in each message */
    <P, T> List<T> of(String operation, Request request, Decoder<P> decoder, Function<List<P>, List<T>> flatten)
            throws NetlinkException {
        Duration backoff = FIRST_BACKOFF;
        for (int attempt = 0; attempt < attempts; attempt++) {
            GenerationCheck<P> check = new GenerationCheck<>(decoder);
            List<T> things = flatten.apply(socket.dump(operation, request, check));
            if (!check.isMixed() && !hasRepeated(things)) {
                return things;
            }
            LockSupport.parkNanos(backoff.toNanos());
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(LAST_BACKOFF) < 0 ? doubled : LAST_BACKOFF;
        }
        throw new DumpInterruptedException(operation, attempts);
    }

    /** Whether two are equal. Open addressing: a list is long, and this table has no other object for each thing. */
    private static boolean hasRepeated(List<?> things) {
        Object[] table = new Object[4 * Integer.highestOneBit(things.size() + 1)];
        for (Object thing : things) {
            int hash = thing.hashCode();
            int at = (hash ^ hash >>> 16) & table.length - 1;
            while (table[at] != null) {
                if (table[at].equals(thing)) {
                    return true;
                }
                at = at + 1 & table.length - 1;
            }
            table[at] = thing;
        }
        return false;
    }

    /** Decodes what is listed and notes whether all of it belongs to one generation of the rule set. */
    private static final class GenerationCheck<T> implements Decoder<T> {
        private final Decoder<T> decoder;
        private int generation = -1;
        private boolean mixed;

        GenerationCheck(Decoder<T> decoder) {
            this.decoder = decoder;
        }

        @Override
        public T decode(Message message) throws MalformedMessageException {
            int next = NftHeader.generation(message);
            mixed |= generation >= 0 && next != generation;
            generation = next;
            return decoder.decode(message);
        }

        boolean isMixed() {
            return mixed;
        }
    }
}
