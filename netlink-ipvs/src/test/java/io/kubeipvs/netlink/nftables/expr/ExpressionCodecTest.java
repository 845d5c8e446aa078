package io.kubeipvs.netlink.nftables.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.netfilter.NftFamily;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExpressionCodecTest {
    /** {@code NFTA_RULE_EXPRESSIONS}. */
    private static final int EXPRESSIONS = 4;

    private static final Layout LAYOUT = new Layout(
            NetfilterHeader.SIZE,
            AttributeNames.of("NFTA_RULE_", "UNSPEC", "TABLE", "CHAIN", "HANDLE", "EXPRESSIONS")
                    .nested(EXPRESSIONS, ExpressionCodec.LIST));

    /** {@code NFT_BITWISE_OR}, Linux 6.13. */
    private static final int OR = 4;

    @Test
    void aKindThatIsNotKnownKeepsItsName() throws Exception {
        assertThat(read(out -> {
                    out.cstring(ExpressionCodec.NAME, "quota");
                    out.nest(ExpressionCodec.DATA, data -> data.be64(1, 1000));
                }))
                .containsExactly(new Unknown("quota"));
    }

    @Test
    void anOperationThatIsNotKnownIsAnUnknownExpression() throws Exception {
        assertThat(read(out -> {
                    out.cstring(ExpressionCodec.NAME, "bitwise");
                    out.nest(ExpressionCodec.DATA, data -> {
                        data.be32(Bitwise.Attr.SREG, 1);
                        data.be32(Bitwise.Attr.DREG, 1);
                        data.be32(Bitwise.Attr.OP, OR);
                    });
                }))
                .containsExactly(new Unknown("bitwise"));
    }

    @Test
    void aMissingAttributeIsNamedWithItsPath() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> {
                    out.cstring(ExpressionCodec.NAME, "cmp");
                    out.nest(ExpressionCodec.DATA, data -> {
                        data.be32(Cmp.Attr.SREG, 1);
                        data.be32(Cmp.Attr.OP, Cmp.Op.EQ);
                    });
                }))
                .withMessageContaining("NFTA_RULE_EXPRESSIONS/NFTA_LIST_ELEM/NFTA_EXPR_DATA")
                .withMessageContaining("NFTA_CMP_DATA is missing");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> out.cstring(ExpressionCodec.NAME, "cmp")))
                .withMessageContaining("NFTA_EXPR_DATA is missing");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> {}))
                .withMessageContaining("NFTA_EXPR_NAME is missing");
    }

    @Test
    void anImpossibleValueIsMalformed() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> {
                    out.cstring(ExpressionCodec.NAME, "bitwise");
                    out.nest(ExpressionCodec.DATA, data -> {
                        data.be32(Bitwise.Attr.SREG, 1);
                        data.be32(Bitwise.Attr.DREG, 1);
                        data.nest(Bitwise.Attr.MASK, NftValue.u32(1), DataCodec::write);
                        data.nest(Bitwise.Attr.XOR, NftValue.u8(0), DataCodec::write);
                    });
                }))
                .withMessageContaining("differ in length")
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownExpressionIsNotWritten() {
        List<Expression> expressions = List.of(new Unknown("quota"));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Golden.encode(message(list -> ExpressionCodec.writeList(expressions, list)), new byte[16]))
                .withMessage("cannot write an expression that this library cannot read: quota");
    }

    private static List<Expression> read(Consumer<AttributeWriter> expression) throws MalformedMessageException {
        Request request = message(list -> list.nest(ListAttr.ELEM, expression));
        return Golden.decode(Golden.encode(request, new byte[16]), ExpressionCodecTest::decode)
                .get(0);
    }

    private static Request message(Consumer<AttributeWriter> list) {
        return new Request(0xa06, 0, LAYOUT, out -> {
            NetfilterHeader.write(out, NftFamily.INET.number(), 0);
            out.nest(EXPRESSIONS, list);
        });
    }

    private static List<Expression> decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(LAYOUT);
        assertThat(in.next()).isTrue();
        return ExpressionCodec.readList(in.nest());
    }
}
