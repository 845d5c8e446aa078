package io.kubeipvs.daemon.kernel.settings;

/**
 * The wanted value of a setting on this host.
 *
 * @param value the wanted value; "" where the kind has none
 * @param cause why nothing is set, where nothing is; "" = because nothing is wanted
 * @param fix what makes it possible to set it; "" where it need not be
 */
public record Wish(Kind kind, String value, String cause, String fix) {
    /** The ways to treat a setting. */
    public enum Kind {
        /** Has the value. */
        SET,
        /** Has at least the value, a number. */
        RAISE,
        /** Has the value, numbers with blanks between them; where a number is 0 the kernel's own stays. */
        MERGE,
        /** Stays as it is. */
        KEEP,
        /** Gets its former value, if it was changed here. */
        PUT_BACK,
        /** Should have another value and must not get it on this host. */
        BLOCKED
    }

    static final Wish KEEP = new Wish(Kind.KEEP, "", "", "");
    static final Wish PUT_BACK = new Wish(Kind.PUT_BACK, "", "", "");

    static Wish set(String value) {
        return new Wish(Kind.SET, value, "", "");
    }

    static Wish raiseTo(long value) {
        return new Wish(Kind.RAISE, Long.toString(value), "", "");
    }

    static Wish merge(String numbers) {
        return new Wish(Kind.MERGE, numbers, "", "");
    }

    static Wish keep(String cause) {
        return new Wish(Kind.KEEP, "", cause, "");
    }

    static Wish blocked(String cause, String fix) {
        return new Wish(Kind.BLOCKED, "", cause, fix);
    }

    /** Whether a value is wanted. */
    boolean isValue() {
        return kind == Kind.SET || kind == Kind.RAISE || kind == Kind.MERGE;
    }

    /** The value to write where this is the current one. */
    String target(String current) {
        return switch (kind) {
            case RAISE -> isAtLeast(current) ? current : value;
            case MERGE -> merged(current.split(" "), value.split(" "));
            default -> value;
        };
    }

    private boolean isAtLeast(String current) {
        try {
            return Long.parseLong(current) >= Long.parseLong(value);
        } catch (NumberFormatException e) {
            return false; // no number: the kernel decides when it is written
        }
    }

    private static String merged(String[] current, String[] wanted) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < wanted.length; i++) {
            boolean isOwn = wanted[i].equals("0") && i < current.length;
            all.append(all.isEmpty() ? "" : " ").append(isOwn ? current[i] : wanted[i]);
        }
        return all.toString();
    }
}
