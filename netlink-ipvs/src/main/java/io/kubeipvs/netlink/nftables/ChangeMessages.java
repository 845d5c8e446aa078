package io.kubeipvs.netlink.nftables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes as the messages that make them: one each, but as many as it takes for a list of elements, and none for an
 * empty one.
 */
final class ChangeMessages implements NftChange.Cases<List<NftChange>> {
    private static final ChangeMessages CUTTER = new ChangeMessages();

    private final List<NftChange> messages = new ArrayList<>();
    private int[] origins = new int[16];

    private ChangeMessages() {}

    static ChangeMessages of(List<NftChange> changes) {
        ChangeMessages all = new ChangeMessages();
        for (int i = 0; i < changes.size(); i++) {
            for (NftChange message : changes.get(i).on(CUTTER)) {
                all.add(message, i);
            }
        }
        return all;
    }

    /** Each is a change itself, of which some are parts of those given. */
    List<NftChange> messages() {
        return messages;
    }

    /** The index of the change that a message is of. */
    int origin(int message) {
        return origins[message];
    }

    @Override
    public List<NftChange> putTable(NftChange.PutTable change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> removeTable(NftChange.RemoveTable change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> putChain(NftChange.PutChain change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> removeChain(NftChange.RemoveChain change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> flushChain(NftChange.FlushChain change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> putSet(NftChange.PutSet change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> removeSet(NftChange.RemoveSet change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> flushSet(NftChange.FlushSet change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> putElements(NftChange.PutElements change) {
        List<NftChange> parts = new ArrayList<>();
        for (List<NftElement> piece : ElementSize.pieces(change.set(), change.elements())) {
            parts.add(new NftChange.PutElements(change.set(), piece, change.how()));
        }
        return parts;
    }

    @Override
    public List<NftChange> removeElements(NftChange.RemoveElements change) {
        List<NftChange> parts = new ArrayList<>();
        for (List<NftElement> piece : ElementSize.pieces(change.set(), change.elements())) {
            parts.add(new NftChange.RemoveElements(change.set(), piece, change.how()));
        }
        return parts;
    }

    @Override
    public List<NftChange> addRule(NftChange.AddRule change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> insertRule(NftChange.InsertRule change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> replaceRule(NftChange.ReplaceRule change) {
        return List.of(change);
    }

    @Override
    public List<NftChange> removeRule(NftChange.RemoveRule change) {
        return List.of(change);
    }

    private void add(NftChange message, int origin) {
        if (messages.size() == origins.length) {
            origins = Arrays.copyOf(origins, 2 * origins.length);
        }
        origins[messages.size()] = origin;
        messages.add(message);
    }
}
