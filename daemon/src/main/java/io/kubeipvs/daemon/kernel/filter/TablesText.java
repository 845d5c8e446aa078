package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables of nf_tables as text for people: our own with everything in them, and of the other programs their names and the
 * chains that may drop packets of Services. Rules have the form in which the kernel has them, see docs/packet-path.md.
 */
public final class TablesText {
    private final NftablesClient client;
    private final StringBuilder text = new StringBuilder();

    private TablesText(NftablesClient client) {
        this.client = client;
    }

    /**
     * The text, for the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException when the tables cannot be read
     */
    public static String read() {
        try (NftablesClient client = NftablesClient.open()) {
            TablesText tables = new TablesText(client);
            tables.addAll();
            return tables.text.toString();
        } catch (NetlinkException e) {
            throw new KernelUnavailableException(
                    new Problem("nf_tables cannot be read: " + e.getMessage(), "run as root, or with CAP_NET_ADMIN"),
                    e);
        }
    }

    private void addAll() throws NetlinkException {
        List<NftTable> all = client.tables();
        for (NftTable table : all) {
            if (OurTables.has(table.key())) {
                addOurs(table.key());
            } else {
                line("table " + table.key() + "    # of another program");
            }
        }
        for (RefusingChain chain : RefusingChains.of(client)) {
            line("# of another program: " + chain);
            line("#   fix: " + chain.fix());
        }
    }

    private void addOurs(NftTable.Key table) throws NetlinkException {
        line("table " + table + " {");
        for (NftSet set : client.sets(table)) {
            add(set);
        }
        List<NftRule> rules = client.rules(table);
        for (NftChain chain : client.chains(table)) {
            line("  chain " + chain.key().name() + " {"
                    + chain.base().map(TablesText::text).orElse(""));
            rules.stream().filter(rule -> rule.chain().equals(chain.key())).forEach(this::add);
            line("  }");
        }
        line("}");
    }

    private static String text(NftChain.Base base) {
        return " type " + base.type() + " hook " + base.hook() + " priority " + base.priority() + "; policy "
                + base.policy() + ";";
    }

    private void add(NftSet set) throws NetlinkException {
        List<NftElement> elements = client.elements(set);
        ElementText form = new ElementText(set);
        line("  " + set.toString().replace(set.key().toString(), set.key().name()) + "    # " + elements.size()
                + " elements");
        elements.stream().map(form::of).sorted().forEach(element -> line("    " + element));
    }

    private void add(NftRule rule) {
        String expressions = rule.expressions().stream().map(Object::toString).collect(Collectors.joining(" "));
        line("    " + expressions + (rule.comment().isEmpty() ? "" : "  # " + rule.comment()));
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
