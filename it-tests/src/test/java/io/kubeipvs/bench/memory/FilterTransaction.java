package io.kubeipvs.bench.memory;

import io.kubeipvs.bench.memory.FilterTables.Chain;
import io.kubeipvs.bench.memory.FilterTables.Rule;
import io.kubeipvs.bench.memory.FilterTables.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One transaction of nf_tables: all of its messages take effect or none. Errnos are those of {@code
 * net/netfilter/nf_tables_api.c}. Not modelled: overlapping intervals, verdicts that name no chain, whether an
 * expression is valid, and objects that are still in use.
 */
final class FilterTransaction {
    private static final int NAME_OF_CHAIN = 3;
    private static final int NAME_OF_SET = 2;
    private static final int CHAIN_OF_RULE = 2;
    private static final int HANDLE = 3;
    private static final int POSITION = 6;
    private static final int ELEMENTS = 3;
    private static final int EXPECTED_GENERATION = 1;
    private static final int DESTROY = 26;

    private static long lastHandle;

    private final FilterTables tables;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Change> changes = new ArrayList<>();

    /** One message about what is another now. */
    record Change(int type, int family, byte[] attributes) {
        /** An element that came or went. */
        static Change ofElement(int message, FilterTables.Name table, String set, byte[] element) {
            Payload attributes = new Payload()
                    .addText(FilterTables.TABLE, table.name())
                    .addText(FilterTables.SET_OF_ELEMENTS, set)
                    .nest(FilterTables.ELEMENTS, new Payload().nest(1, element).copy());
            return new Change(FilterTables.SUBSYSTEM + message, table.family(), attributes.copy());
        }
    }

    FilterTransaction(FilterTables tables) {
        this.tables = tables;
    }

    /** @param requests with the begin in front and the end behind */
    void run(List<Request> requests, Answers answers) {
        Request begin = requests.get(0);
        Optional<Integer> expected =
                begin.attributes(FilterTables.HEADER).find(EXPECTED_GENERATION).map(Attributes::be32);
        if (expected.isPresent() && expected.get() != tables.generation()) {
            answers.acknowledge(begin, RefusedRequest.ERESTART);
            return;
        }
        boolean isRefused = false;
        for (Request request : requests.subList(1, requests.size() - 1)) {
            int errno = errno(request);
            isRefused |= errno != 0;
            if (errno != 0 || request.has(Request.ACK)) {
                answers.acknowledge(request, errno);
            }
        }
        if (isRefused) {
            undo.forEach(Runnable::run);
        } else {
            tables.commit(changes);
        }
    }

    private int errno(Request request) {
        try {
            change(request, request.attributes(FilterTables.HEADER));
            return 0;
        } catch (RefusedRequest refused) {
            return refused.errno();
        }
    }

    private void change(Request request, Attributes in) throws RefusedRequest {
        int message = request.type() - FilterTables.SUBSYSTEM;
        switch (message) {
            case 0 ->
                create(
                        request,
                        tables.all(),
                        FilterTables.name(request),
                        new Table(in.without(0).copy()));
            case 2, DESTROY -> delete(request, tables.all(), FilterTables.name(request));
            case 3 ->
                create(
                        request,
                        tables.table(request).chains(),
                        in.get(NAME_OF_CHAIN).text(),
                        FilterTables.chain(in));
            case 5, DESTROY + 1 ->
                delete(
                        request,
                        tables.table(request).chains(),
                        in.get(NAME_OF_CHAIN).text());
            case 6 -> newRule(request, in);
            case 8, DESTROY + 2 -> deleteRule(request, in);
            case 9 ->
                create(
                        request,
                        tables.table(request).sets(),
                        in.get(NAME_OF_SET).text(),
                        new ElementSet(in));
            case 11, DESTROY + 3 ->
                delete(
                        request,
                        tables.table(request).sets(),
                        in.get(NAME_OF_SET).text());
            case 12 ->
                changedElements(
                        request, in, set(request, in).put(in.get(ELEMENTS), request.has(Request.EXCLUSIVE), undo));
            case 14, DESTROY + 4 -> changedElements(request, in, deleteElements(request, in));
            default -> throw new RefusedRequest(RefusedRequest.EOPNOTSUPP);
        }
    }

    private <K, V> void create(Request request, Map<K, V> objects, K name, V object) throws RefusedRequest {
        if (objects.putIfAbsent(name, object) == null) {
            undo.push(() -> objects.remove(name));
            changed(request);
        } else if (request.has(Request.EXCLUSIVE)) {
            throw new RefusedRequest(RefusedRequest.EEXIST);
        }
    }

    private <K, V> void delete(Request request, Map<K, V> objects, K name) throws RefusedRequest {
        V before = objects.remove(name);
        if (before != null) {
            undo.push(() -> objects.put(name, before));
            changed(request);
        } else if (mustExist(request)) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
    }

    private ElementSet set(Request request, Attributes in) throws RefusedRequest {
        return FilterTables.require(
                tables.table(request).sets().get(in.get(NAME_OF_SET).text()));
    }

    /** Without a list all elements are meant. */
    private List<byte[]> deleteElements(Request request, Attributes in) throws RefusedRequest {
        Optional<Attributes> list = in.find(ELEMENTS);
        return list.isPresent()
                ? set(request, in).remove(list.get(), mustExist(request), undo)
                : set(request, in).clear(undo);
    }

    /** The kernel announces each element by itself. */
    private void changedElements(Request request, Attributes in, List<byte[]> elements) throws RefusedRequest {
        String set = in.get(NAME_OF_SET).text();
        for (byte[] element : elements) {
            changes.add(Change.ofElement(announced(request), FilterTables.name(request), set, element));
        }
    }

    private void changed(Request request) {
        byte[] attributes = request.attributes(FilterTables.HEADER).copy();
        changes.add(new Change(FilterTables.SUBSYSTEM + announced(request), request.header8(0), attributes));
    }

    private static boolean mustExist(Request request) {
        return request.type() - FilterTables.SUBSYSTEM < DESTROY;
    }

    /** A destroyed object is announced as deleted: messages 2, 5, 8, 11, 14. */
    private static int announced(Request request) {
        int message = request.type() - FilterTables.SUBSYSTEM;
        return message < DESTROY ? message : 2 + 3 * (message - DESTROY);
    }

    private Chain chain(Request request, Attributes in) throws RefusedRequest {
        return FilterTables.require(
                tables.table(request).chains().get(in.get(CHAIN_OF_RULE).text()));
    }

    /** Behind or in front of another rule, at an end of its chain, or instead of another rule. */
    private void newRule(Request request, Attributes in) throws RefusedRequest {
        List<Rule> rules = rulesToChange(chain(request, in));
        boolean isReplacement = request.has(Request.REPLACE);
        long handle = isReplacement ? in.get(HANDLE).be64() : ++lastHandle;
        changed(request);
        Rule rule = new Rule(
                handle,
                in.without(HANDLE)
                        .raw(new Payload().addBe64(HANDLE, handle).copy())
                        .copy());
        if (isReplacement) {
            rules.set(indexOf(rules, handle), rule);
            return;
        }
        Optional<Long> position = in.find(POSITION).map(Attributes::be64);
        boolean isBehind = request.has(Request.APPEND);
        int at = isBehind ? rules.size() : 0;
        if (position.isPresent()) {
            at = indexOf(rules, position.get()) + (isBehind ? 1 : 0);
        }
        rules.add(at, rule);
    }

    /** One by its handle, or without one all of the chain. */
    private void deleteRule(Request request, Attributes in) throws RefusedRequest {
        List<Rule> rules = rulesToChange(chain(request, in));
        Optional<Attributes> handle = in.find(HANDLE);
        boolean isChange = rules.removeIf(
                rule -> handle.isEmpty() || rule.handle() == handle.get().be64());
        if (isChange) {
            changed(request);
        } else if (handle.isPresent() && mustExist(request)) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
    }

    private List<Rule> rulesToChange(Chain chain) {
        List<Rule> before = new ArrayList<>(chain.rules());
        undo.push(() -> {
            chain.rules().clear();
            chain.rules().addAll(before);
        });
        return chain.rules();
    }

    private static int indexOf(List<Rule> rules, long handle) throws RefusedRequest {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).handle() == handle) {
                return i;
            }
        }
        throw new RefusedRequest(RefusedRequest.ENOENT);
    }
}
