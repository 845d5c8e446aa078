package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeWriter;
import java.util.Optional;
import java.util.function.Consumer;

/** What writes an expression's data; empty where it has none. */
final class ExpressionWriters implements Expression.Cases<Optional<Consumer<AttributeWriter>>> {

    @Override
    public Optional<Consumer<AttributeWriter>> metaLoad(MetaLoad expression) {
        return Optional.of(out -> MetaCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> metaSet(MetaSet expression) {
        return Optional.of(out -> MetaCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> payloadLoad(PayloadLoad expression) {
        return Optional.of(out -> PayloadCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> ctLoad(CtLoad expression) {
        return Optional.of(out -> CtCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> ctSet(CtSet expression) {
        return Optional.of(out -> CtCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> fib(Fib expression) {
        return Optional.of(out -> FibCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> lookup(Lookup expression) {
        return Optional.of(out -> LookupCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> bitwise(Bitwise expression) {
        return Optional.of(out -> BitwiseCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> shift(Shift expression) {
        return Optional.of(out -> BitwiseCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> cmp(Cmp expression) {
        return Optional.of(out -> CmpCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> range(Range expression) {
        return Optional.of(out -> RangeCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> immediate(Immediate expression) {
        return Optional.of(out -> ImmediateCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> counter(Counter expression) {
        return Optional.of(out -> CounterCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> reject(Reject expression) {
        return Optional.of(out -> RejectCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> masquerade(Masquerade expression) {
        return Optional.of(out -> MasqueradeCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> redirect(Redirect expression) {
        return Optional.of(out -> RedirectCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> nat(Nat expression) {
        return Optional.of(out -> NatCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> dynset(Dynset expression) {
        return Optional.of(out -> DynsetCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> limit(Limit expression) {
        return Optional.of(out -> LimitCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> log(Log expression) {
        return Optional.of(out -> LogCodec.write(expression, out));
    }

    @Override
    public Optional<Consumer<AttributeWriter>> notrack(Notrack expression) {
        return Optional.empty();
    }

    @Override
    public Optional<Consumer<AttributeWriter>> unknown(Unknown expression) {
        throw new IllegalArgumentException("cannot write what could not be read: " + expression.name());
    }
}
