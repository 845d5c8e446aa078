package io.kubeipvs.bench.memory;

import io.kubeipvs.netlink.NetlinkProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of nf_tables with their chains, rules and sets, and how they are listed. */
final class FilterTables {
    static final int HEADER = 4;
    static final int SUBSYSTEM = 10 << 8;
    /** Of a message about a chain, a rule, a set or elements: the name of its table; of one about a table: its own. */
    static final int TABLE = 1;

    static final int ELEMENTS = 3;
    static final int SET_OF_ELEMENTS = 2;
    private static final int CHAIN_OF_RULE = 2;
    private static final int ELEMENT_BYTES_A_MESSAGE = 3000;

    record Name(int family, String name) {}

    record Rule(long handle, byte[] attributes) {}

    /** A chain and its rules. */
    record Chain(byte[] attributes, List<Rule> rules) {}

    /** A table. */
    record Table(byte[] attributes, Map<String, Chain> chains, Map<String, ElementSet> sets) {
        Table(byte[] attributes) {
            this(attributes, new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    private final Map<Name, Table> tables = new LinkedHashMap<>();
    private final Announcements announcements;
    private int generation = 1;

    FilterTables(Announcements announcements) {
        this.announcements = announcements;
    }

    Map<Name, Table> all() {
        return tables;
    }

    int generation() {
        return generation;
    }

    /** Makes these changes a new generation, and announces them and it; without a change there is none. */
    void commit(List<FilterTransaction.Change> changes) {
        if (!changes.isEmpty()) {
            generation++;
            announcements.addAll(Announcements.NFTABLES, changes, this::header);
            announcements.add(
                    NetlinkProtocol.NETFILTER,
                    Announcements.NFTABLES,
                    SUBSYSTEM + 15,
                    header(0).addBe32(1, generation).addBe32(2, 1).addText(3, "bench"));
        }
    }

    /** Removes an element of a set of this name behind the program's back. */
    void removeElement(String setName) {
        for (Map.Entry<Name, Table> table : tables.entrySet()) {
            ElementSet set = table.getValue().sets().get(setName);
            if (set != null && set.size() > 0) {
                commit(List.of(FilterTransaction.Change.ofElement(14, table.getKey(), setName, set.removeFirst())));
                return;
            }
        }
    }

    /** Removes every table behind the program's back. The announcement names the tables only, not what was in them. */
    void removeTables() {
        List<FilterTransaction.Change> deletions = tables.keySet().stream()
                .map(table -> new FilterTransaction.Change(
                        SUBSYSTEM + 2,
                        table.family(),
                        new Payload().addText(TABLE, table.name()).copy()))
                .toList();
        tables.clear();
        commit(deletions);
    }

    /** A question, which is no part of a transaction. */
    void answer(Request request, Answers answers) throws RefusedRequest {
        switch (request.type() - SUBSYSTEM) {
            case 1 ->
                tables.forEach((name, table) ->
                        answers.put(request, SUBSYSTEM, header(name.family()).raw(table.attributes())));
            case 4 -> listChains(request, answers);
            case 7 -> listRules(request, answers);
            case 10 -> {
                int family = request.header8(0);
                table(request)
                        .sets()
                        .values()
                        .forEach(set -> answers.put(
                                request, SUBSYSTEM + 9, header(family).raw(set.attributes())));
            }
            case 13 -> listElements(request, answers);
            case 16 -> answers.put(request, SUBSYSTEM + 15, header(0).addBe32(1, generation));
            default -> throw new RefusedRequest(RefusedRequest.EOPNOTSUPP);
        }
    }

    /** The table that a message is about. */
    Table table(Request request) throws RefusedRequest {
        return require(tables.get(name(request)));
    }

    static Name name(Request request) throws RefusedRequest {
        return new Name(
                request.header8(0), request.attributes(HEADER).get(TABLE).text());
    }

    static <T> T require(T object) throws RefusedRequest {
        if (object == null) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
        return object;
    }

    private void listChains(Request request, Answers answers) {
        tables.forEach((name, table) -> {
            if (request.header8(0) == 0 || request.header8(0) == name.family()) {
                table.chains()
                        .values()
                        .forEach(chain -> answers.put(
                                request, SUBSYSTEM + 3, header(name.family()).raw(chain.attributes())));
            }
        });
    }

    /** Of a table or of a chain; a list of what does not exist is empty. */
    private void listRules(Request request, Answers answers) throws RefusedRequest {
        Table table = tables.get(name(request));
        if (table == null) {
            return;
        }
        String chain = request.attributes(HEADER)
                .find(CHAIN_OF_RULE)
                .map(Attributes::text)
                .orElse("");
        table.chains().forEach((name, found) -> {
            if (chain.isEmpty() || chain.equals(name)) {
                found.rules()
                        .forEach(rule -> answers.put(
                                request,
                                SUBSYSTEM + 6,
                                header(request.header8(0)).raw(rule.attributes())));
            }
        });
    }

    private void listElements(Request request, Answers answers) throws RefusedRequest {
        String name = request.attributes(HEADER).get(SET_OF_ELEMENTS).text();
        ElementSet set = require(table(request).sets().get(name));
        Payload list = new Payload();
        for (byte[] element : set.elements()) {
            if (list.size() + element.length > ELEMENT_BYTES_A_MESSAGE) {
                putElements(request, list, answers);
                list = new Payload();
            }
            list.nest(1, element);
        }
        putElements(request, list, answers);
    }

    private void putElements(Request request, Payload list, Answers answers) throws RefusedRequest {
        if (list.size() > 0) {
            Payload message = header(request.header8(0))
                    .addText(TABLE, name(request).name())
                    .add(
                            SET_OF_ELEMENTS,
                            request.attributes(HEADER).get(SET_OF_ELEMENTS).copy())
                    .nest(ELEMENTS, list.copy());
            answers.put(request, SUBSYSTEM + 12, message);
        }
    }

    /** Family, version 0, and the lower 16 bits of the generation in network order. */
    private Payload header(int family) {
        return new Payload().raw((byte) family, (byte) 0, (byte) (generation >> 8), (byte) generation);
    }

    /** A chain without rules. */
    static Chain chain(Attributes in) {
        return new Chain(in.without(0).copy(), new ArrayList<>());
    }
}
