package io.kubeipvs.netlink;

/** Finds the path of an attribute of a request from the offset in an acknowledgement. */
final class AttributePath {
    private AttributePath() {}

    /**
     * The path of the attribute that an acknowledgement names; "" if it names none, or one that the request does not
     * have.
     *
     * @param request as it was sent
     */
    static String of(Ack ack, Message request, Layout layout) {
        try {
            AttributeReader in = request.attributes(layout);
            if (ack.missingType() >= 0) {
                return missing(in, request.start() + ack.missingNest(), ack);
            }
            return ack.offset() < 0
                    ? ""
                    : at(in, request.start() + ack.offset()).path();
        } catch (MalformedMessageException unexpected) {
            return "";
        }
    }

    /** The reader that stands at the attribute around a position. */
    private static AttributeReader at(AttributeReader in, int position) throws MalformedMessageException {
        while (in.next()) {
            if (position < in.attributeEnd()) {
                return position > in.attributeStart() && in.holdsAttributes() ? at(in.nest(), position) : in;
            }
        }
        throw in.malformed("no attribute is at byte " + position);
    }

    private static String missing(AttributeReader in, int nest, Ack ack) throws MalformedMessageException {
        AttributeReader where = ack.missingNest() < 0 ? in : at(in, nest).nest();
        return where.pathOf(ack.missingType()) + " (missing)";
    }
}
