package io.kubeipvs.netlink.nftables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The notes that {@code nft} leaves with an object; the kernel only stores them.
 *
 * <pre>
 *  0      1        2
 * +------+--------+-------+
 * | type | length | value |  and the next, without padding
 * +------+--------+-------+
 * </pre>
 *
 * <p>Source: libnftnl, {@code include/libnftnl/udata.h}.
 */
final class UserData {
    /** {@code NFTNL_UDATA_SET_KEYBYTEORDER}, host order. */
    static final int SET_KEY_BYTE_ORDER = 0;
    /** {@code NFTNL_UDATA_SET_DATABYTEORDER}, host order. */
    static final int SET_DATA_BYTE_ORDER = 1;
    /** {@code NFTNL_UDATA_SET_DATA_INTERVAL}, host order: a map's values are ranges. */
    static final int SET_DATA_INTERVAL = 6;
    /** {@code NFTNL_UDATA_SET_COMMENT}, string. */
    static final int SET_COMMENT = 7;

    /** {@code NFTNL_UDATA_RULE_COMMENT}, string. */
    static final int RULE_COMMENT = 0;

    /** {@code NFTNL_UDATA_SET_ELEM_COMMENT}, string. */
    static final int ELEMENT_COMMENT = 0;

    private static final int HEADER_SIZE = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    UserData number(int type, int value) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
        return entry(type, number);
    }

    /** A text of at most 254 bytes, with its closing NUL. */
    UserData string(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return entry(type, Arrays.copyOf(text, text.length + 1));
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** How many bytes a text takes. */
    static int stringSize(String value) {
        return HEADER_SIZE + value.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /** The text of a type; empty where there is none that can be read: the kernel promises nothing about user data. */
    static String string(byte[] userData, int type) {
        return find(userData, type)
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .map(text -> text.indexOf('\0') < 0 ? text : text.substring(0, text.indexOf('\0')))
                .orElse("");
    }

    private static Optional<byte[]> find(byte[] userData, int type) {
        int at = 0;
        while (at + HEADER_SIZE <= userData.length) {
            int end = at + HEADER_SIZE + Byte.toUnsignedInt(userData[at + 1]);
            if (end > userData.length) {
                break;
            }
            if (Byte.toUnsignedInt(userData[at]) == type) {
                return Optional.of(Arrays.copyOfRange(userData, at + HEADER_SIZE, end));
            }
            at = end;
        }
        return Optional.empty();
    }

    private UserData entry(int type, byte[] value) {
        bytes.write(type);
        bytes.write(value.length);
        bytes.writeBytes(value);
        return this;
    }
}
