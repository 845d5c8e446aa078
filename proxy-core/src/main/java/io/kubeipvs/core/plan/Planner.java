package io.kubeipvs.core.plan;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.Touched;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.Surroundings;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares what is wanted with what the kernel acknowledged, for the touched objects only: the cost of a plan is that
 * of what changed, however many Services there are.
 *
 * <p>A virtual server that nobody wants stays, with its VIP, as long as one of its real servers drains. It refuses new
 * connections meanwhile, for all its servers have weight 0.
 */
public final class Planner {
    /** While it drains, new connections are told at once that there is nobody, as where no Service is. */
    private static final Admission REFUSED = Admission.of(Admission.Kind.REFUSE);

    /**
     * Of a plan, so that what else changes meanwhile need not wait for long: each keeps the kernel, and whoever asks it
     * for anything, some 20 ms ({@code synchronize_rcu} in {@code ip_vs_edit_service}).
     */
    private static final int MOST_SCHEDULER_CHANGES = 50;

    private final Ledger ledger;
    private final Reality reality;
    private final Draining draining;
    private final Predicate<VirtualServer.Key> drainable;

    /** @param drainable whether packets arrive at a virtual server, and a new process would know that it is ours, though
     *     nobody wants it */
    public Planner(Ledger ledger, Reality reality, Draining draining, Predicate<VirtualServer.Key> drainable) {
        this.ledger = ledger;
        this.reality = reality;
        this.draining = draining;
        this.drainable = drainable;
    }

    /**
     * The operations that make the touched objects as they are wanted; empty when they are.
     *
     * @param surroundings what the packet filter is to know besides Services
     * @param settings how long a server that leaves may keep its connections, and where nothing leaves
     */
    public Plan plan(Touched touched, Surroundings surroundings, Instant now, Settings settings) {
        return new Draft(surroundings, now, settings).of(touched);
    }

    /** One plan in the making. */
    private final class Draft {
        private final Surroundings surroundings;
        private final Instant now;
        private final Duration drainTimeout;
        private final List<Cidr> excludedRanges;
        private final List<KernelOp> ops = new ArrayList<>();
        private final Set<VirtualServer.Key> later = new LinkedHashSet<>();
        private int schedulerChanges;

        Draft(Surroundings surroundings, Instant now, Settings settings) {
            this.surroundings = surroundings;
            this.now = now;
            this.drainTimeout = settings.drainTimeout();
            this.excludedRanges = settings.excludedRanges();
        }

        Plan of(Touched touched) {
            Set<VirtualServer.Key> keys = new LinkedHashSet<>(touched.virtualServers());
            touched.vips().forEach(vip -> keys.addAll(leftOn(vip)));
            Set<Ip> vips = new LinkedHashSet<>(touched.vips());
            for (VirtualServer.Key key : keys) {
                compare(key);
                vips.add(key.vip()); // a virtual server that drains holds its VIP
            }
            vips.forEach(this::compare);
            touched.hairpins().forEach(this::compareHairpin);
            if (touched.hasSurroundings()
                    && !surroundings.equals(reality.filter().surroundings())) {
                ops.add(new FilterOp.PutSurroundings(reality.filter().surroundings(), surroundings));
            }
            return Plan.of(ops, later);
        }

        private void compare(VirtualServer.Key key) {
            Optional<Frontend> wanted = ledger.wanted(key);
            if (wanted.isEmpty() && !key.isByMark() && isExcluded(key.vip())) {
                draining.put(key, List.of(), now);
                return;
            }
            wanted.ifPresent(this::put);
            List<RealServer> leaving = leaving(key, wanted);
            draining.put(key, mayDrain(key, wanted) ? leaving : List.of(), now);
            boolean isNeeded = wanted.isPresent() || leaving.stream().anyMatch(server -> !isOver(key, server));
            admit(
                    key,
                    ledger.admission(key)
                            .or(() -> isNeeded && !key.isByMark() ? Optional.of(REFUSED) : Optional.empty()));
            if (isNeeded) {
                leaving.forEach(server -> leave(key, server));
            } else if (reality.virtualServer(key).isPresent()) {
                ops.add(new KernelOp.DropVirtualServer(key));
                leaving.forEach(server -> forgetFlows(key, server));
            }
        }

        private void admit(VirtualServer.Key key, Optional<Admission> wanted) {
            boolean isVip = ledger.isWanted(key.vip()) || reality.filter().contains(AddressSet.VIPS, key.vip());
            Turn turn = new Turn(key, isVip, reality.virtualServer(key).isPresent());
            ops.addAll(turn.operations(reality.filter().admission(key), wanted));
        }

        private void put(Frontend wanted) {
            Optional<VirtualServer> actual = reality.virtualServer(wanted.key());
            if (actual.isEmpty()) {
                ops.add(new KernelOp.AddVirtualServer(wanted.virtualServer()));
            } else if (!actual.get().equals(wanted.virtualServer())) {
                change(new KernelOp.ChangeVirtualServer(actual.get(), wanted.virtualServer()));
            }
            wanted.realServers().values().forEach(server -> put(wanted.key(), server));
        }

        private void change(KernelOp.ChangeVirtualServer change) {
            if (change.isOtherScheduler() && schedulerChanges++ >= MOST_SCHEDULER_CHANGES) {
                later.add(change.virtualServer());
            } else {
                ops.add(change);
            }
        }

        /** One that drained gets its weight back in place: its connections never notice. */
        private void put(VirtualServer.Key key, RealServer wanted) {
            RealServer actual = reality.realServers(key).get(wanted.key());
            if (actual == null) {
                ops.add(new KernelOp.AddRealServer(key, wanted));
            } else if (!actual.equals(wanted)) {
                ops.add(new KernelOp.ChangeRealServer(key, wanted));
            }
        }

        private void leave(VirtualServer.Key key, RealServer server) {
            if (isOver(key, server)) {
                ops.add(new KernelOp.DropRealServer(key, server.key()));
                forgetFlows(key, server);
            } else if (!server.isQuiet()) {
                ops.add(new KernelOp.ChangeRealServer(key, server.quiet()));
            }
        }

        /** UDP has no end of a connection: the kernel would lead a client to the server that is gone. */
        private void forgetFlows(VirtualServer.Key key, RealServer server) {
            if (key.protocol() == Protocol.UDP) {
                ops.add(new KernelOp.ForgetFlows(key, server.key()));
            }
        }

        private boolean isOver(VirtualServer.Key key, RealServer server) {
            return draining.isOver(key, server.key(), now, drainTimeout);
        }

        private void compare(Ip vip) {
            if (!ledger.isWanted(vip) && isExcluded(vip)) {
                return;
            }
            boolean stays = ledger.isWanted(vip) || reality.isBound(vip) && isHeld(vip);
            if (stays) {
                put(AddressSet.VIPS, vip);
            } else {
                drop(AddressSet.VIPS, vip);
            }
            if (ledger.isWanted(vip) && !reality.isBound(vip)) {
                ops.add(new KernelOp.BindVip(vip));
            } else if (!stays && reality.isBound(vip)) {
                ops.add(new KernelOp.UnbindVip(vip));
            }
        }

        private boolean isExcluded(Ip vip) {
            return excludedRanges.stream().anyMatch(range -> range.contains(vip));
        }

        private void compareHairpin(Ip endpoint) {
            if (ledger.isHairpin(endpoint)) {
                put(AddressSet.HAIRPINS, endpoint);
            } else {
                drop(AddressSet.HAIRPINS, endpoint);
            }
        }

        private void put(AddressSet set, Ip address) {
            if (!reality.filter().contains(set, address)) {
                ops.add(new FilterOp.PutAddress(set, address));
            }
        }

        private void drop(AddressSet set, Ip address) {
            if (reality.filter().contains(set, address)) {
                ops.add(new FilterOp.DropAddress(set, address));
            }
        }

        /** Whether a virtual server still needs packets to this VIP to be delivered here. */
        private boolean isHeld(Ip vip) {
            return reality.virtualServersOf(vip).stream().anyMatch(key -> draining.isDraining(key, now, drainTimeout));
        }
    }

    /** Where dropping was refused before, one is left that serves when its VIP is bound, and is cut off when it goes. */
    private List<VirtualServer.Key> leftOn(Ip vip) {
        return reality.virtualServersOf(vip).stream()
                .filter(key -> ledger.wanted(key).isEmpty() && drainable.test(key))
                .toList();
    }

    private List<RealServer> leaving(VirtualServer.Key key, Optional<Frontend> wanted) {
        Set<RealServer.Key> staying =
                wanted.map(frontend -> frontend.realServers().keySet()).orElse(Set.of());
        return reality.realServers(key).values().stream()
                .filter(server -> !staying.contains(server.key()))
                .toList();
    }

    /**
     * Whether servers that leave this virtual server may keep their connections. UDP has no connections that end. And
     * scheduler {@code dh} goes on choosing a server of weight 0, and then refuses: for it, new connections come first.
     * And a virtual server that nobody wants goes at once where a restart would leave it behind for ever.
     */
    private boolean mayDrain(VirtualServer.Key key, Optional<Frontend> wanted) {
        boolean refusing = wanted.filter(
                        frontend -> frontend.virtualServer().scheduler().equals(Scheduler.DH.kernelName()))
                .isPresent();
        boolean isKept = wanted.isPresent() || drainable.test(key);
        return key.protocol() != Protocol.UDP && !refusing && isKept;
    }
}
