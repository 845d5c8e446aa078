package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Elements of a set as {@code nft} prints them: {@code tcp . 10.96.0.1 . 443 : goto cluster}. */
final class ElementText {
    private static final int HEX = 16;

    private final NftSet set;

    ElementText(NftSet set) {
        this.set = set;
    }

    /** One element. */
    String of(NftElement element) {
        String from = text(element.from(), set.keyTypes());
        String to = element.isRange() ? "-" + text(element.to(), set.keyTypes()) : "";
        return from + to + element.data().map(data -> " : " + text(data)).orElse("");
    }

    private String text(NftData data) {
        return data instanceof NftValue value ? text(value, set.dataTypes()) : data.toString();
    }

    /** In a concatenation each field is filled up to 4 bytes. */
    private static String text(NftValue value, List<DataType> types) {
        List<String> fields = new ArrayList<>();
        byte[] bytes = value.bytes();
        int at = 0;
        for (DataType type : types) {
            if (at + type.width() > bytes.length) {
                return value.toString();
            }
            fields.add(text(Arrays.copyOfRange(bytes, at, at + type.width()), type));
            at += type.width() + 3 & ~3;
        }
        return String.join(" . ", fields);
    }

    private static String text(byte[] bytes, DataType type) {
        if (type.equals(DataType.IPV4_ADDR) || type.equals(DataType.IPV6_ADDR)) {
            return address(bytes);
        }
        if (type.equals(DataType.INET_SERVICE) || type.equals(DataType.INET_PROTO)) {
            return Integer.toString(Integer.parseInt(HexFormat.of().formatHex(bytes), HEX));
        }
        if (type.equals(DataType.IFNAME)) {
            return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
        }
        if (type.equals(DataType.MARK)) {
            return String.format("0x%08x", NftValue.of(bytes).toInt());
        }
        return NftValue.of(bytes).toString();
    }

    private static String address(byte... bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes
        }
    }
}
