package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Fields;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.Bitwise;
import io.kubeipvs.netlink.nftables.expr.Cmp;
import io.kubeipvs.netlink.nftables.expr.Dynset;
import io.kubeipvs.netlink.nftables.expr.Hash;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.Nat;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Numgen;
import io.kubeipvs.netlink.nftables.expr.Register;
import io.kubeipvs.netlink.nftables.expr.RegisterRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a {@link Chooser}. A rule loads the packet's key, appends a number or the client to it, and looks the real
 * server up. The comments here name the words of the registers: K words of the key, then A words of an address.
 */
final class ChooserRules {
    /** Any number will do, if it is always the same: a client comes to the same real server after a restart too. */
    private static final int SEED = 1;

    /** Of the weight and the limits of a real server: behind the longest key. */
    private static final int FACTS = 12;

    private final DnatFamily family;
    private final DnatSets sets;
    private final Chooser chooser;
    private final List<Field> key;
    private final int keyWords;
    private final int addressWords;
    private final List<NftRule> rules = new ArrayList<>();

    private ChooserRules(DnatFamily family, DnatSets sets, Chooser chooser) {
        this.family = family;
        this.sets = sets;
        this.chooser = chooser;
        this.key = sets.by.fields(family);
        this.keyWords = words(key);
        this.addressWords = family.addressWords();
    }

    static List<NftRule> of(DnatFamily family, DnatSets sets, Chooser chooser) {
        ChooserRules all = new ChooserRules(family, sets, chooser);
        if (chooser.slots() > 0) {
            if (chooser.staySeconds() > 0) {
                all.knownClient();
                all.newClient();
            }
            all.choose();
        }
        all.add("no real server", rule(family).drop());
        return List.copyOf(all.rules);
    }

    /** The client's real server of last time, while it gets connections. */
    private void knownClient() {
        RuleBuilder rule = rule(family);
        loadKey(rule, 0);
        loadClient(rule);
        load(rule, Fields.TH_DPORT, 1 + addressWords); // for nft
        rule.then(lookup(DnatSets.CLIENTS, 0)); // any . address . port
        loadKey(rule, 1 + addressWords + 1);
        rule.then(new Lookup(sets.name(DnatSets.SERVERS), word(1), word(FACTS), false));
        rule.then(new Cmp(word(FACTS), Cmp.Op.NEQ, NftValue.u32(0)));
        loadKey(rule, 0);
        loadClient(rule);
        find(rule, DnatSets.CLIENTS);
        remember(rule);
        add("as last time: to address and port of @clients", translate(rule, behindClient() + 1));
    }

    private void newClient() {
        RuleBuilder rule = rule(family);
        number(rule);
        loadKey(rule, 0);
        find(rule, DnatSets.STICKY);
        loadClient(rule);
        forget(rule);
        remember(rule);
        add("new client: to address and port of @sticky-targets", translate(rule, behindClient() + 1));
    }

    /** Finds {@code any . address . port} for the key at word 0 and puts it behind the place of the client. */
    private void find(RuleBuilder rule, String set) {
        int any = behindClient();
        load(rule, family.destination, any + 1); // for nft, see DnatSets
        load(rule, Fields.TH_DPORT, any + 1 + addressWords); // for nft
        rule.then(lookup(set, any));
        load(rule, Fields.META_L4PROTO, any); // for nft
    }

    private void choose() {
        RuleBuilder rule = rule(family);
        number(rule);
        loadKey(rule, 0);
        if (chooser.staySeconds() > 0) {
            find(rule, DnatSets.STICKY);
            add("too many clients: to address and port of @sticky-targets", translate(rule, behindClient() + 1));
        } else {
            rule.then(lookup(DnatSets.TARGETS, 0));
            add("a real server", translate(rule, 0));
        }
    }

    /** Puts the number of a real server behind the key. */
    private void number(RuleBuilder rule) {
        int slots = chooser.slots();
        switch (slots == 1 ? Method.TURNS : chooser.method()) { // a hash has at least two results
            case TURNS -> rule.then(new Numgen(Numgen.Type.INCREMENTAL, slots, 0, word(keyWords)));
            case CHANCE -> rule.then(new Numgen(Numgen.Type.RANDOM, slots, 0, word(keyWords)));
            case CLIENT -> hash(rule, List.of(family.source));
            case CLIENT_PORT -> hash(rule, List.of(family.source, Fields.TH_SPORT));
            case DESTINATION -> hash(rule, List.of(family.destination));
        }
    }

    private void hash(RuleBuilder rule, List<Field> fields) {
        int at = keyWords + 1;
        for (Field field : fields) {
            load(rule, field, at);
            at += words(List.of(field));
        }
        int bytes = Integer.BYTES * words(fields);
        rule.then(new Hash(word(keyWords + 1), bytes, chooser.slots(), SEED, 0, word(keyWords)));
    }

    private void loadKey(RuleBuilder rule, int first) {
        int at = first;
        for (Field field : key) {
            load(rule, field, at);
            at += words(List.of(field));
        }
    }

    /** Those who stay together have the same first bits. */
    private void loadClient(RuleBuilder rule) {
        load(rule, family.source, keyWords);
        if (chooser.prefix() > 0) {
            int bytes = family.address.width();
            NftValue zero = NftValue.prefixMask(bytes, 0);
            NftValue mask = NftValue.prefixMask(bytes, chooser.prefix());
            rule.then(new Bitwise(word(keyWords), word(keyWords), mask, zero));
        }
    }

    private int behindClient() {
        return keyWords + addressWords;
    }

    /** The map's value for the key at word 0, into the register that begins with this word. */
    private Lookup lookup(String set, int into) {
        return new Lookup(sets.name(set), word(0), word(into), false);
    }

    /** An update keeps the value that an element has, so one with another real server goes first. Linux 5.4. */
    private void forget(RuleBuilder rule) {
        change(rule, Dynset.Op.DELETE, Duration.ZERO);
    }

    /** The client at the key's end comes to the address and port behind it and behind one more word. */
    private void remember(RuleBuilder rule) {
        change(rule, Dynset.Op.UPDATE, Duration.ofSeconds(chooser.staySeconds()));
    }

    private void change(RuleBuilder rule, int op, Duration timeout) {
        String set = sets.name(DnatSets.CLIENTS);
        rule.then(new Dynset(set, op, word(0), word(behindClient()), timeout.toMillis(), false, List.of()));
    }

    private RuleBuilder translate(RuleBuilder rule, int address) {
        return rule.then(new Nat(
                Nat.Type.DNAT,
                family.table.family(),
                0,
                RegisterRange.of(word(address)),
                RegisterRange.of(word(address + addressWords))));
    }

    private static void load(RuleBuilder rule, Field field, int word) {
        rule.then(field.load().apply(word(word)));
    }

    private static int word(int number) {
        return Register.ofWord(number);
    }

    private static int words(List<Field> fields) {
        return fields.stream().mapToInt(field -> (field.length() + 3) / 4).sum();
    }

    private static RuleBuilder rule(DnatFamily family) {
        return RuleBuilder.rule(family.table.family());
    }

    private void add(String why, RuleBuilder rule) {
        rules.add(rule.comment(why).in(new NftChain.Key(family.table, chooser.chain())));
    }
}
