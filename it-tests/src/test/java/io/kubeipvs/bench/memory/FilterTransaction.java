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
 * net/netfilter/nf_tables_api.c}. Not modelled: overlapping intervals, verdicts that name no chain, whether an expression
 * is valid, and objects that are still in use.
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
            tables.commit(requests.subList(1, requests.size() - 1));
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
            case 2, DESTROY -> delete(message, tables.all(), FilterTables.name(request));
            case 3 ->
                create(
                        request,
                        tables.table(request).chains(),
                        in.get(NAME_OF_CHAIN).text(),
                        FilterTables.chain(in));
            case 5, DESTROY + 1 ->
                delete(
                        message,
                        tables.table(request).chains(),
                        in.get(NAME_OF_CHAIN).text());
            case 6 -> newRule(request, in);
            case 8, DESTROY + 2 -> deleteRule(message, request, in);
            case 9 ->
                create(
                        request,
                        tables.table(request).sets(),
                        in.get(NAME_OF_SET).text(),
                        new ElementSet(in));
            case 11, DESTROY + 3 ->
                delete(
                        message,
                        tables.table(request).sets(),
                        in.get(NAME_OF_SET).text());
            case 12 -> set(request, in).put(in.get(ELEMENTS), request.has(Request.EXCLUSIVE), undo);
            case 14, DESTROY + 4 -> deleteElements(message, request, in);
            default -> throw new RefusedRequest(RefusedRequest.EOPNOTSUPP);
        }
    }

    private <K, V> void create(Request request, Map<K, V> objects, K name, V object) throws RefusedRequest {
        if (objects.putIfAbsent(name, object) == null) {
            undo.push(() -> objects.remove(name));
        } else if (request.has(Request.EXCLUSIVE)) {
            throw new RefusedRequest(RefusedRequest.EEXIST);
        }
    }

    private <K, V> void delete(int message, Map<K, V> objects, K name) throws RefusedRequest {
        V before = objects.remove(name);
        if (before != null) {
            undo.push(() -> objects.put(name, before));
        } else if (message < DESTROY) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
    }

    private ElementSet set(Request request, Attributes in) throws RefusedRequest {
        return FilterTables.require(
                tables.table(request).sets().get(in.get(NAME_OF_SET).text()));
    }

    /** Without a list all elements are meant. */
    private void deleteElements(int message, Request request, Attributes in) throws RefusedRequest {
        Optional<Attributes> list = in.find(ELEMENTS);
        if (list.isPresent()) {
            set(request, in).remove(list.get(), message < DESTROY, undo);
        } else {
            set(request, in).clear(undo);
        }
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
    private void deleteRule(int message, Request request, Attributes in) throws RefusedRequest {
        List<Rule> rules = rulesToChange(chain(request, in));
        Optional<Attributes> handle = in.find(HANDLE);
        if (handle.isEmpty()) {
            rules.clear();
        } else if (!rules.removeIf(rule -> rule.handle() == handle.get().be64()) && message < DESTROY) {
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
