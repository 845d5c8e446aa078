package io.kubeipvs.netlink.nftables.expr;

/**
 * What happens to a packet: accept, drop, or where it goes on.
 *
 * @param code a {@link VerdictCode}, or another of the kernel's
 * @param chain where jump and goto lead; empty for all others
 */
public record Verdict(int code, String chain) implements NftData {

    public static final Verdict ACCEPT = new Verdict(VerdictCode.ACCEPT, "");
    public static final Verdict DROP = new Verdict(VerdictCode.DROP, "");
    public static final Verdict CONTINUE = new Verdict(VerdictCode.CONTINUE, "");
    public static final Verdict RETURN = new Verdict(VerdictCode.RETURN, "");

    public Verdict {
        boolean leadsOn = code == VerdictCode.JUMP || code == VerdictCode.GOTO;
        if (leadsOn == chain.isEmpty()) {
            throw new IllegalArgumentException("jump and goto have a chain and no other verdict has");
        }
    }

    /** To a chain, and back at its end. */
    public static Verdict jump(String chain) {
        return new Verdict(VerdictCode.JUMP, chain);
    }

    /** To a chain, without return. */
    public static Verdict goTo(String chain) {
        return new Verdict(VerdictCode.GOTO, chain);
    }

    /** As {@code nft} spells it. */
    @Override
    public String toString() {
        return switch (code) {
            case VerdictCode.DROP -> "drop";
            case VerdictCode.ACCEPT -> "accept";
            case VerdictCode.CONTINUE -> "continue";
            case VerdictCode.BREAK -> "break";
            case VerdictCode.JUMP -> "jump " + chain;
            case VerdictCode.GOTO -> "goto " + chain;
            case VerdictCode.RETURN -> "return";
            default -> "verdict " + code;
        };
    }
}
