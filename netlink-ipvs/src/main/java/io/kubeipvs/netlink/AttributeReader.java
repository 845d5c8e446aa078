package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A walk over received attributes, bounds checked: {@code while (in.next()) switch (in.type()) ...}. The value methods
 * insist on the value's width, and every error has the path of its attribute. Attributes that no caller reads
 * are skipped; those that are newer than the names are counted. Valid as long as the {@link Message} it came from.
 */
public final class AttributeReader {
    /** {@code NLA_TYPE_MASK}: what remains without {@code NLA_F_NESTED} and {@code NLA_F_NET_BYTEORDER}. */
    private static final int TYPE_MASK = 0x3FFF;

    private final ByteBuffer in;
    private final int end;
    private final AttributeReader parent;
    private final AttributeNames names;
    private final UnknownAttributes unknown;
    private int cursor;
    private int valueStart;
    private int valueEnd;
    private int type;
    /** How many attributes are before the current one. */
    private int index = -1;

    /** A reader of a message's top level. */
    AttributeReader(ByteBuffer in, int start, int end, AttributeNames names, UnknownAttributes unknown) {
        this.in = in;
        this.cursor = start;
        this.end = end;
        this.parent = null;
        this.names = names;
        this.unknown = unknown;
        this.type = -1;
    }

    private AttributeReader(AttributeReader parent, AttributeNames names) {
        this.in = parent.in;
        this.cursor = parent.valueStart;
        this.end = parent.valueEnd;
        this.parent = parent;
        this.names = names;
        this.unknown = parent.unknown;
        this.type = -1;
    }

    /** Moves to the next attribute; false at the end. */
    public boolean next() throws MalformedMessageException {
        if (cursor >= end) {
            return false;
        }
        int start = cursor;
        if (end - start < AttributeWriter.HEADER_SIZE) {
            throw malformed(start, (end - start) + " bytes remain, too few for an attribute");
        }
        int length = Short.toUnsignedInt(in.getShort(start));
        type = in.getShort(start + 2) & TYPE_MASK;
        if (length < AttributeWriter.HEADER_SIZE || length > end - start) {
            throw malformed(start, "attribute length " + length + ", but " + (end - start) + " bytes remain");
        }
        valueStart = start + AttributeWriter.HEADER_SIZE;
        valueEnd = start + length;
        cursor = start + MessageHeader.align(length);
        index++;
        if (!names.isKnown(type)) {
            unknown.add();
        }
        return true;
    }

    /** The current attribute's type, without its flag bits. */
    public int type() {
        return type;
    }

    public int u8() throws MalformedMessageException {
        expect(1);
        return Byte.toUnsignedInt(in.get(valueStart));
    }

    public int u16() throws MalformedMessageException {
        expect(2);
        return Short.toUnsignedInt(in.getShort(valueStart));
    }

    /** An unsigned 32-bit number in an int's bits. */
    public int u32() throws MalformedMessageException {
        expect(4);
        return in.getInt(valueStart);
    }

    /** One of the {@code count} 32-bit numbers that make up the value. */
    public int u32(int index, int count) throws MalformedMessageException {
        expect(count * Integer.BYTES);
        return in.getInt(valueStart + index * Integer.BYTES);
    }

    public long u64() throws MalformedMessageException {
        expect(8);
        return in.getLong(valueStart);
    }

    public int be16() throws MalformedMessageException {
        int value = u16();
        return isLittleEndian() ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
    }

    public int be32() throws MalformedMessageException {
        int value = u32();
        return isLittleEndian() ? Integer.reverseBytes(value) : value;
    }

    public long be64() throws MalformedMessageException {
        long value = u64();
        return isLittleEndian() ? Long.reverseBytes(value) : value;
    }

    /** A copy of the value. */
    public byte[] bytes() {
        byte[] value = new byte[valueEnd - valueStart];
        in.get(valueStart, value);
        return value;
    }

    /** A UTF-8 string up to its NUL or, where the kernel sends none, the value's end. */
    public String cstring() {
        byte[] value = bytes();
        int length = 0;
        while (length < value.length && value[length] != 0) {
            length++;
        }
        return new String(value, 0, length, StandardCharsets.UTF_8);
    }

    /** Whether {@link #cstring} is this ASCII text, without making one. */
    public boolean isText(String text) {
        int length = text.length();
        int found = valueEnd - valueStart;
        if (found < length || found > length && in.get(valueStart + length) != 0) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (in.get(valueStart + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** An address of the family in the value's first bytes; kernel unions are wider than an IPv4 address. */
    public Address address(Family family) throws MalformedMessageException {
        if (valueEnd - valueStart < family.width()) {
            throw malformed("expected at least " + family.width() + " bytes, found " + (valueEnd - valueStart));
        }
        return Address.read(in, valueStart, family);
    }

    /** The attributes inside the current one, which its names know. */
    public AttributeReader nest() {
        return nest(names.insideOrNone(type));
    }

    /** The attributes inside the current one, where their names depend on more than its type. */
    public AttributeReader nest(AttributeNames innerNames) {
        return new AttributeReader(this, innerNames);
    }

    /** An error at the current attribute. */
    public MalformedMessageException malformed(String problem) {
        return malformed(valueStart, problem);
    }

    /** An error at the current attribute, for bytes that a value refused. */
    public MalformedMessageException malformed(IllegalArgumentException refused) {
        return new MalformedMessageException(path(), valueStart, refused);
    }

    /** An error for an attribute that had to be among these and was not. */
    public MalformedMessageException missing(int missingType) {
        return new MalformedMessageException(outerPath(), end, names.name(missingType) + " is missing");
    }

    private MalformedMessageException malformed(int offset, String problem) {
        return new MalformedMessageException(path(), offset, problem);
    }

    /** The current attribute's path, in a list with its place there, counted from 0. */
    String path() {
        return type < 0 ? outerPath() : pathOf(type) + (names.isList() ? "[" + index + "]" : "");
    }

    /** The path of an attribute among these, which may be absent. */
    String pathOf(int anyType) {
        String outer = outerPath();
        return (outer.isEmpty() ? "" : outer + "/") + names.name(anyType);
    }

    private String outerPath() {
        return parent == null ? "" : parent.path();
    }

    boolean holdsAttributes() {
        return names.inside(type).isPresent();
    }

    /** Where the current attribute's header starts, as an index of the buffer. */
    int attributeStart() {
        return valueStart - AttributeWriter.HEADER_SIZE;
    }

    /** Where the current attribute's value ends, as an index of the buffer. */
    int attributeEnd() {
        return valueEnd;
    }

    private void expect(int width) throws MalformedMessageException {
        if (valueEnd - valueStart != width) {
            throw malformed("expected " + width + " bytes, found " + (valueEnd - valueStart));
        }
    }

    private boolean isLittleEndian() {
        return in.order() == ByteOrder.LITTLE_ENDIAN;
    }
}
