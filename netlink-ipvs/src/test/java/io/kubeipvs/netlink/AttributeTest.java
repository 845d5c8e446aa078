package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AttributeTest {
    private static final AttributeNames OUTER =
            AttributeNames.of("OUTER_", "UNSPEC", "A", "B").nested(1, AttributeNames.of("INNER_", "UNSPEC", "X", "Y"));

    private final UnknownAttributes unknown = new UnknownAttributes();

    @Test
    void littleEndianHostsWriteUAsItIsAndBeTurnedRound() {
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.u16(1, 0x1234))).isEqualTo("0600010034120000");
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.be16(1, 0x1234))).isEqualTo("0600010012340000");
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.be32(1, 0x12345678))).isEqualTo("0800010012345678");
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.be64(1, 0x1234))).isEqualTo("0c0001000000000000001234");
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.u64(1, 0x1234))).isEqualTo("0c0001003412000000000000");
    }

    @Test
    void bigEndianHostsWriteBothAlike() {
        assertThat(hex(ByteOrder.BIG_ENDIAN, out -> out.u16(1, 0x1234))).isEqualTo("0006000112340000");
        assertThat(hex(ByteOrder.BIG_ENDIAN, out -> out.be16(1, 0x1234))).isEqualTo("0006000112340000");
        assertThat(hex(ByteOrder.BIG_ENDIAN, out -> out.address(1, Address.parse("1.2.3.4"))))
                .isEqualTo("0008000101020304");
    }

    @Test
    void stringsEndInNulAndPaddingIsZero() {
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.cstring(6, "\u00e4\u20ac")))
                .isEqualTo("0a000600c3a4e282ac000000");
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.cstring(6, "rr"))).isEqualTo("0700060072720000");
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.u8(6, 0xAB))).isEqualTo("05000600ab000000");
    }

    @Test
    void aNarrowAddressInAWideUnionIsFollowedByZeros() {
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.address(3, Address.parse("10.1.2.3"), 16)))
                .isEqualTo("140003000a010203000000000000000000000000");
    }

    @Test
    void aNestIsAsLongAsItsContent() {
        assertThat(hex(ByteOrder.LITTLE_ENDIAN, out -> out.nest(1, in -> in.u8(2, 1))))
                .isEqualTo("0c0001800500020001000000");
    }

    @Test
    void aValueLongerThanTheLengthFieldIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hex(
                        ByteOrder.LITTLE_ENDIAN,
                        out -> out.nest(1, in -> {
                            in.bytes(1, new byte[40_000]);
                            in.bytes(1, new byte[40_000]);
                        })))
                .withMessageContaining("allows at most 65535");
    }

    @Test
    void readsBackInBothOrders() throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            AttributeReader in = reader(order, out -> {
                out.be16(1, 0xFEDC);
                out.be32(2, -2);
                out.be64(3, -3);
                out.u32Pair(4, 5, 6);
                out.cstring(5, "wlc");
            });
            in.next();
            assertThat(in.be16()).isEqualTo(0xFEDC);
            in.next();
            assertThat(in.be32()).isEqualTo(-2);
            in.next();
            assertThat(in.be64()).isEqualTo(-3);
            in.next();
            assertThat(in.u32(0, 2)).isEqualTo(5);
            assertThat(in.u32(1, 2)).isEqualTo(6);
            in.next();
            assertThat(in.cstring()).isEqualTo("wlc");
            assertThat(in.next()).isFalse();
        }
    }

    @Test
    void flagBitsAreNoPartOfTheType() throws Exception {
        AttributeReader in = reader(ByteOrder.LITTLE_ENDIAN, out -> out.nest(1, inner -> {}));
        in.next();

        assertThat(in.type()).isEqualTo(1);
    }

    @Test
    void countsAttributesThatAreNewerThanTheNames() throws Exception {
        AttributeReader in = reader(ByteOrder.LITTLE_ENDIAN, out -> {
            out.u32(2, 1);
            out.nest(1, inner -> inner.u32(3, 1));
            out.u32(77, 1);
        });
        while (in.next()) {
            if (in.holdsAttributes()) {
                AttributeReader inner = in.nest();
                assertThat(inner.next()).isTrue();
                assertThat(inner.next()).isFalse();
            }
        }

        assertThat(unknown.count()).isEqualTo(2);
    }

    @Test
    void errorsHaveThePathOfTheirAttribute() throws Exception {
        AttributeReader outer = reader(ByteOrder.LITTLE_ENDIAN, out -> out.nest(1, inner -> inner.u32(2, 7)));
        outer.next();
        AttributeReader inner = outer.nest();
        inner.next();

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(inner::u16)
                .withMessage("OUTER_A/INNER_Y: expected 2 bytes, found 4 (at byte 8)");
        assertThat(inner.missing(1)).hasMessage("OUTER_A: INNER_X is missing (at byte 12)");
    }

    @Test
    void anAttributeLongerThanTheRemainingBytesIsMalformed() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("0c00010001020304");
        AttributeReader in = reader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), bytes.length);

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(in::next)
                .withMessage("OUTER_A: attribute length 12, but 8 bytes remain (at byte 0)");
    }

    private static String hex(ByteOrder order, Consumer<AttributeWriter> content) {
        ByteBuffer buffer = dirty(order);
        content.accept(new AttributeWriter(buffer));
        return HexFormat.of().formatHex(buffer.array(), 0, buffer.position());
    }

    private AttributeReader reader(ByteOrder order, Consumer<AttributeWriter> content) {
        ByteBuffer buffer = dirty(order);
        content.accept(new AttributeWriter(buffer));
        return reader(buffer, buffer.position());
    }

    private AttributeReader reader(ByteBuffer buffer, int end) {
        return new AttributeReader(buffer, 0, end, OUTER, unknown);
    }

    private static ByteBuffer dirty(ByteOrder order) {
        byte[] bytes = new byte[1 << 17];
        Arrays.fill(bytes, (byte) 0xFF);
        return ByteBuffer.wrap(bytes).order(order);
    }
}
