package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * One step of a rule, which the virtual machine of nf_tables executes.
 */
public sealed interface Expression
        permits MetaLoad,
                MetaSet,
                PayloadLoad,
                CtLoad,
                CtSet,
                Fib,
                Numgen,
                Hash,
                Lookup,
                Bitwise,
                Shift,
                Cmp,
                Range,
                Immediate,
                Counter,
                Reject,
                Masquerade,
                Redirect,
                Nat,
                Dynset,
                Limit,
                Log,
                Notrack,
                Target,
                Unknown {
    /** One method per case. A new case breaks the compilation of every caller, as a pattern switch would. */
    interface Cases<R> {
        R metaLoad(MetaLoad expression);

        R metaSet(MetaSet expression);

        R payloadLoad(PayloadLoad expression);

        R ctLoad(CtLoad expression);

        R ctSet(CtSet expression);

        R fib(Fib expression);

        R numgen(Numgen expression);

        R hash(Hash expression);

        R lookup(Lookup expression);

        R bitwise(Bitwise expression);

        R shift(Shift expression);

        R cmp(Cmp expression);

        R range(Range expression);

        R immediate(Immediate expression);

        R counter(Counter expression);

        R reject(Reject expression);

        R masquerade(Masquerade expression);

        R redirect(Redirect expression);

        R nat(Nat expression);

        R dynset(Dynset expression);

        R limit(Limit expression);

        R log(Log expression);

        R notrack(Notrack expression);

        R target(Target expression);

        R unknown(Unknown expression);
    }

    /** The kernel's name of this kind of expression. */
    String name();

    <R> R on(Cases<R> cases);

    /** Writes the attributes inside {@code NFTA_EXPR_DATA}. */
    void write(AttributeWriter out);
}
