package io.kubeipvs.netlink.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExpressionCodecTest {

    private static final NftChain.Key CHAIN = new NftChain.Key(new NftTable.Key(NftFamily.INET, "t"), "c");

    /** {@code NFT_BITWISE_OR}, Linux 6.13. */
    private static final int OR = 4;

    @Test
    void aKindThatIsNotKnownKeepsItsName() throws Exception {
        assertThat(read(out -> {
                    out.cstring(ExpressionAttr.NAME, "quota");
                    out.nest(ExpressionAttr.DATA, data -> data.be64(1, 1000));
                }))
                .containsExactly(new Unknown("quota"));
    }

    @Test
    void anOperationThatIsNotKnownIsAnUnknownExpression() throws Exception {
        assertThat(read(out -> {
                    out.cstring(ExpressionAttr.NAME, "bitwise");
                    out.nest(ExpressionAttr.DATA, data -> {
                        data.be32(BitwiseAttr.SREG, 1);
                        data.be32(BitwiseAttr.DREG, 1);
                        data.be32(BitwiseAttr.OP, OR);
                    });
                }))
                .containsExactly(new Unknown("bitwise"));
    }

    @Test
    void whatIsMissingIsNamedWithItsPath() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> {
                    out.cstring(ExpressionAttr.NAME, "cmp");
                    out.nest(ExpressionAttr.DATA, data -> {
                        data.be32(CmpAttr.SREG, 1);
                        data.be32(CmpAttr.OP, CmpOp.EQ);
                    });
                }))
                .withMessageContaining("NFTA_RULE_EXPRESSIONS/NFTA_LIST_ELEM/NFTA_EXPR_DATA")
                .withMessageContaining("NFTA_CMP_DATA is missing");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> out.cstring(ExpressionAttr.NAME, "cmp")))
                .withMessageContaining("NFTA_EXPR_DATA is missing");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> {}))
                .withMessageContaining("NFTA_EXPR_NAME is missing");
    }

    @Test
    void whatCannotBeIsMalformed() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> read(out -> {
                    out.cstring(ExpressionAttr.NAME, "bitwise");
                    out.nest(ExpressionAttr.DATA, data -> {
                        data.be32(BitwiseAttr.SREG, 1);
                        data.be32(BitwiseAttr.DREG, 1);
                        data.nest(BitwiseAttr.MASK, NftValue.u32(1), DataCodec::write);
                        data.nest(BitwiseAttr.XOR, NftValue.u8(0), DataCodec::write);
                    });
                }))
                .withMessageContaining("differ in length");
    }

    @Test
    void whatWasNotReadIsNotWritten() {
        NftRule rule = new NftRule(CHAIN, 0, "", List.of(new Unknown("quota")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Golden.encode(rule, NftRuleGoldenTest::encode, new byte[16]))
                .withMessage("cannot write what could not be read: quota");
    }

    private static List<Expression> read(Consumer<AttributeWriter> expression) throws MalformedMessageException {
        Request request = new Request(NftHeader.type(NftMessage.NEWRULE), 0, RuleAttr.LAYOUT, out -> {
            NetfilterHeader.write(out, NftFamily.INET.number(), 0);
            out.cstring(RuleAttr.TABLE, "t");
            out.cstring(RuleAttr.CHAIN, "c");
            out.nest(RuleAttr.EXPRESSIONS, list -> list.nest(ListAttr.ELEM, expression));
        });
        return Golden.decode(Golden.encode(request, new byte[16]), RuleCodec::decode)
                .get(0)
                .expressions();
    }
}
