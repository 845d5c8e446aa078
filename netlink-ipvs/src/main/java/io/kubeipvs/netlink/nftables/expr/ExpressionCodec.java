package io.kubeipvs.netlink.nftables.expr;

import static java.util.Map.entry;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Expressions on the wire, inside the attribute that holds them: a name, and data whose meaning depends on it. Source:
 * {@code net/netfilter/nf_tables_api.c, nf_tables_expr_parse, nf_tables_fill_expr_info}.
 */
public final class ExpressionCodec {

    /** Reads the data of one kind of expression. */
    @FunctionalInterface
    private interface Reader {
        Expression read(AttributeReader in) throws MalformedMessageException;
    }

    private record Kind(AttributeNames names, Reader reader) {}

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            entry(ExpressionName.META, new Kind(MetaAttr.NAMES, MetaCodec::read)),
            entry(ExpressionName.PAYLOAD, new Kind(PayloadAttr.NAMES, PayloadCodec::read)),
            entry(ExpressionName.CT, new Kind(CtAttr.NAMES, CtCodec::read)),
            entry(ExpressionName.FIB, new Kind(FibAttr.NAMES, FibCodec::read)),
            entry(ExpressionName.LOOKUP, new Kind(LookupAttr.NAMES, LookupCodec::read)),
            entry(ExpressionName.BITWISE, new Kind(BitwiseAttr.NAMES, BitwiseCodec::read)),
            entry(ExpressionName.CMP, new Kind(CmpAttr.NAMES, CmpCodec::read)),
            entry(ExpressionName.RANGE, new Kind(RangeAttr.NAMES, RangeCodec::read)),
            entry(ExpressionName.IMMEDIATE, new Kind(ImmediateAttr.NAMES, ImmediateCodec::read)),
            entry(ExpressionName.COUNTER, new Kind(CounterAttr.NAMES, CounterCodec::read)),
            entry(ExpressionName.REJECT, new Kind(RejectAttr.NAMES, RejectCodec::read)),
            entry(ExpressionName.MASQ, new Kind(MasqAttr.NAMES, MasqueradeCodec::read)),
            entry(ExpressionName.REDIR, new Kind(RedirAttr.NAMES, RedirectCodec::read)),
            entry(ExpressionName.NAT, new Kind(NatAttr.NAMES, NatCodec::read)),
            entry(ExpressionName.DYNSET, new Kind(DynsetAttr.NAMES, DynsetCodec::read)),
            entry(ExpressionName.LIMIT, new Kind(LimitAttr.NAMES, LimitCodec::read)),
            entry(ExpressionName.LOG, new Kind(LogAttr.NAMES, LogCodec::read)));

    private static final ExpressionWriters WRITERS = new ExpressionWriters();

    private ExpressionCodec() {}

    /** Writes expressions as the elements of a list. */
    public static void writeList(List<Expression> expressions, AttributeWriter out) {
        for (Expression expression : expressions) {
            out.nest(ListAttr.ELEM, expression, ExpressionCodec::write);
        }
    }

    /** Writes an expression's name and data. */
    public static void write(Expression expression, AttributeWriter out) {
        out.cstring(ExpressionAttr.NAME, expression.name());
        expression.on(WRITERS).ifPresent(data -> out.nest(ExpressionAttr.DATA, data));
    }

    /** Reads the elements of a list. */
    public static List<Expression> readList(AttributeReader in) throws MalformedMessageException {
        List<Expression> expressions = new ArrayList<>();
        while (in.next()) {
            if (in.type() == ListAttr.ELEM) {
                expressions.add(read(in.nest()));
            }
        }
        return List.copyOf(expressions);
    }

    /** Reads an expression's name and data. */
    public static Expression read(AttributeReader in) throws MalformedMessageException {
        String name = "";
        Optional<Expression> found = Optional.empty();
        while (in.next()) {
            switch (in.type()) {
                case ExpressionAttr.NAME -> name = in.cstring();
                case ExpressionAttr.DATA -> found = Optional.of(readData(name, in));
                default -> {}
            }
        }
        if (name.isEmpty()) {
            throw in.missing(ExpressionAttr.NAME);
        }
        if (found.isPresent()) {
            return found.get();
        }
        if (KINDS.containsKey(name)) {
            throw in.missing(ExpressionAttr.DATA);
        }
        return withoutData(name);
    }

    private static Expression readData(String name, AttributeReader in) throws MalformedMessageException {
        Kind kind = KINDS.get(name);
        if (kind == null) {
            return withoutData(name);
        }
        try {
            return kind.reader().read(in.nest(kind.names()));
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible.getMessage());
        }
    }

    private static Expression withoutData(String name) {
        return name.equals(ExpressionName.NOTRACK) ? new Notrack() : new Unknown(name);
    }
}
