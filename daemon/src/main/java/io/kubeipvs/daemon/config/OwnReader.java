package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Settings;
import java.util.List;

/** Makes a configuration of what our own file, or our own flags, say. */
public final class OwnReader {
    private OwnReader() {}

    /**
     * The base with what these values say.
     *
     * @param base what holds where they are silent
     */
    public static Config read(KeyValues values, Config base) throws ConfigException {
        Settings settings = base.settings();
        List<String> silent = values.texts("silentARPLinks");
        Config watching = base.watchingOnlyThisNode(values.truth("watchOnlyThisNode", base.onlyThisNode()));
        return watching.withSettings(new Settings(
                settings.scheduler(),
                values.duration("drainTimeout", settings.drainTimeout()),
                settings.nodePortAddresses(),
                rules(values, settings.externalAddresses()),
                settings.masquerading(),
                silent.isEmpty() ? settings.silentLinks() : LinkNames.parse(values.name("silentARPLinks"), silent),
                settings.excludedRanges()));
    }

    private static ExternalAddressRules rules(KeyValues values, ExternalAddressRules rules) throws ConfigException {
        return new ExternalAddressRules(
                rules.podRanges(),
                ranges(values, "serviceCIDRs", rules.serviceRanges()),
                ranges(values, "externalAddresses.deniedCIDRs", rules.denied()),
                ranges(values, "externalAddresses.allowedCIDRs", rules.allowed()));
    }

    private static List<Cidr> ranges(KeyValues values, String path, List<Cidr> otherwise) throws ConfigException {
        List<String> said = values.texts(path);
        return said.isEmpty() ? otherwise : Ranges.parse(values.name(path), said);
    }
}
