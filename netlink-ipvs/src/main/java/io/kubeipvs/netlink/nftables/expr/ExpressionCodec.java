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
 * Reads and writes expressions, inside the attribute that holds them.
 *
 * <pre>
 * NFTA_EXPR_NAME   string, the kind of expression
 * NFTA_EXPR_DATA   see the record of each kind
 * </pre>
 *
 * <p>Source: {@code net/netfilter/nf_tables_api.c, nf_tables_expr_parse, nf_tables_fill_expr_info}, {@code enum
 * nft_expr_attributes}.
 */
public final class ExpressionCodec {
    static final int NAME = 1;
    static final int DATA = 2;

    public static final AttributeNames NAMES = AttributeNames.of("NFTA_EXPR_", "UNSPEC", "NAME", "DATA");

    /** The names in a list of expressions. */
    public static final AttributeNames LIST = ListAttr.of(NAMES);

    private ExpressionCodec() {}

    /** Writes expressions as the elements of a list. */
    public static void writeList(List<Expression> expressions, AttributeWriter out) {
        for (Expression expression : expressions) {
            out.nest(ListAttr.ELEM, expression, ExpressionCodec::write);
        }
    }

    /** Writes an expression's name and data. */
    public static void write(Expression expression, AttributeWriter out) {
        out.cstring(NAME, expression.name());
        if (!expression.name().equals(Notrack.NAME)) {
            out.nest(DATA, expression, Expression::write);
        }
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
                case NAME -> name = in.cstring();
                case DATA -> found = Optional.of(readData(name, in));
                default -> {}
            }
        }
        if (name.isEmpty()) {
            throw in.missing(NAME);
        }
        if (found.isPresent()) {
            return found.get();
        }
        if (Kind.ALL.containsKey(name)) {
            throw in.missing(DATA);
        }
        return withoutData(name);
    }

    private static Expression readData(String name, AttributeReader in) throws MalformedMessageException {
        Kind kind = Kind.ALL.get(name);
        if (kind == null) {
            return withoutData(name);
        }
        try {
            return kind.reader().read(in.nest(kind.names()));
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    private static Expression withoutData(String name) {
        return name.equals(Notrack.NAME) ? new Notrack() : new Unknown(name);
    }

    /** Reads the data of one kind of expression. */
    @FunctionalInterface
    private interface Reader {
        Expression read(AttributeReader in) throws MalformedMessageException;
    }

    /** A kind of expression. The table is in a class of its own, because it needs the names above. */
    private record Kind(AttributeNames names, Reader reader) {
        static final Map<String, Kind> ALL = Map.ofEntries(
                entry(MetaLoad.NAME, new Kind(MetaLoad.Attr.NAMES, MetaLoad::read)),
                entry(PayloadLoad.NAME, new Kind(PayloadLoad.Attr.NAMES, PayloadLoad::read)),
                entry(CtLoad.NAME, new Kind(CtLoad.Attr.NAMES, CtLoad::read)),
                entry(Fib.NAME, new Kind(Fib.Attr.NAMES, Fib::read)),
                entry(Numgen.NAME, new Kind(Numgen.Attr.NAMES, Numgen::read)),
                entry(Hash.NAME, new Kind(Hash.Attr.NAMES, Hash::read)),
                entry(Lookup.NAME, new Kind(Lookup.Attr.NAMES, Lookup::read)),
                entry(Bitwise.NAME, new Kind(Bitwise.Attr.NAMES, Bitwise::read)),
                entry(Cmp.NAME, new Kind(Cmp.Attr.NAMES, Cmp::read)),
                entry(Range.NAME, new Kind(Range.Attr.NAMES, Range::read)),
                entry(Immediate.NAME, new Kind(Immediate.Attr.NAMES, Immediate::read)),
                entry(Counter.NAME, new Kind(Counter.Attr.NAMES, Counter::read)),
                entry(Reject.NAME, new Kind(Reject.Attr.NAMES, Reject::read)),
                entry(Masquerade.NAME, new Kind(Masquerade.Attr.NAMES, Masquerade::read)),
                entry(Redirect.NAME, new Kind(Redirect.Attr.NAMES, Redirect::read)),
                entry(Nat.NAME, new Kind(Nat.Attr.NAMES, Nat::read)),
                entry(Dynset.NAME, new Kind(Dynset.Attr.NAMES, Dynset::read)),
                entry(Limit.NAME, new Kind(Limit.Attr.NAMES, Limit::read)),
                entry(Log.NAME, new Kind(Log.Attr.NAMES, Log::read)),
                entry(Target.NAME, new Kind(Target.Attr.NAMES, Target::read)));
    }
}
