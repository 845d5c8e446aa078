package io.kubeipvs.netlink.nftables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A rule's comment in the bytes that the kernel keeps for userspace, laid out as {@code nft} does: one byte type, one
 * byte length, the text with its NUL.
 */
final class RuleComment {

    /** {@code NFTNL_UDATA_RULE_COMMENT} of libnftnl. */
    private static final int TYPE = 0;

    private static final int HEADER_SIZE = 2;

    private RuleComment() {}

    static byte[] write(String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        if (text.length > NftRule.MAX_COMMENT) {
            throw new IllegalArgumentException("a comment has at most " + NftRule.MAX_COMMENT + " bytes: " + comment);
        }
        byte[] userdata = new byte[HEADER_SIZE + text.length + 1];
        userdata[0] = TYPE;
        userdata[1] = (byte) (text.length + 1);
        System.arraycopy(text, 0, userdata, HEADER_SIZE, text.length);
        return userdata;
    }

    /** The comment; empty where there is none or where another program laid the bytes out in its own way. */
    static String read(byte[] userdata) {
        int at = 0;
        while (at + HEADER_SIZE <= userdata.length) {
            int length = Byte.toUnsignedInt(userdata[at + 1]);
            int end = at + HEADER_SIZE + length;
            if (end > userdata.length) {
                return "";
            }
            if (userdata[at] == TYPE && length > 0) {
                return new String(Arrays.copyOfRange(userdata, at + HEADER_SIZE, end - 1), StandardCharsets.UTF_8);
            }
            at = end;
        }
        return "";
    }
}
