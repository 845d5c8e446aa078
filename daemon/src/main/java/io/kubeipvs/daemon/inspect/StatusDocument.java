package io.kubeipvs.daemon.inspect;

import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a running kube-ipvs, as {@code kube-ipvs status} shows it. Times are seconds until the moment of the answer.
 *
 * @param state the state in one word
 * @param ready whether all Services reached the kernel once
 * @param program the process
 * @param sync the work of the sync thread
 * @param kernel the objects in the kernel
 * @param problems the conditions that an operator should end
 * @param refused the wishes of objects and the operations that are not fulfilled
 * @param environment the things that it depends on
 */
public record StatusDocument(
        State state,
        boolean ready,
        Program program,
        Sync sync,
        Kernel kernel,
        List<Condition> problems,
        Refused refused,
        Environment environment) {
    /** The state in one word. */
    public enum State {
        /** All works. */
        HEALTHY,
        /** The Services have not reached the kernel yet for the first time. */
        STARTING,
        /** Something does not work, see the problems. */
        DEGRADED
    }

    /**
     * The process.
     *
     * @param version of kube-ipvs
     * @param node its name
     * @param uptimeSeconds since the start
     * @param platform the kernel and the Java runtime
     * @param source of the Services: the API server or a folder
     * @param memory its memory
     */
    public record Program(
            String version, String node, long uptimeSeconds, String platform, String source, Memory memory) {}

    /** Memory in bytes; {@code resident} is 0 where it cannot be read. */
    public record Memory(long resident, long heapUsed, long heapMax) {}

    /**
     * The work of the sync thread and of the audit.
     *
     * @param work its present work in words; {@code IDLE} without work
     * @param seconds how long that has lasted
     * @param services the Services of the first sync
     * @param lastRound the last round that reached the kernel
     * @param audit the comparison with the kernel
     */
    public record Sync(String work, long seconds, Services services, Optional<Round> lastRound, Audit audit) {}

    /** How many Services are in the kernel, of how many; both 0 before the first sync. */
    public record Services(int done, int of) {}

    /** A round that ended. */
    public record Round(long secondsAgo, int operations, long millis, boolean complete) {}

    /**
     * The audit.
     *
     * @param oldestSeconds since every object was compared; -1 = not yet
     * @param passes that were finished
     * @param failures readings that failed
     * @param drift operations that repaired changes of other programs
     */
    public record Audit(long oldestSeconds, long passes, long failures, long drift) {}

    /**
     * The objects in the kernel.
     *
     * @param virtualServers those of other programs included
     * @param pending objects of operations that failed and are tried again
     * @param waiting changed objects that no plan has taken yet
     * @param scheduler of Services without one of their own
     * @param overview empty while the sync thread is busy
     */
    public record Kernel(
            int virtualServers,
            int realServers,
            int draining,
            int pending,
            int waiting,
            String scheduler,
            Optional<Overview> overview) {}

    /**
     * The state that only the sync thread knows.
     *
     * @param vips on our link
     * @param foreignCount virtual servers of other programs
     * @param foreign some of them
     * @param oldestDrainSeconds how long the longest drain has lasted; -1 = no server drains
     * @param drainLimitSeconds how long one may last; 0 = as long as it has connections
     */
    public record Overview(
            int vips, int foreignCount, List<String> foreign, long oldestDrainSeconds, long drainLimitSeconds) {}

    /**
     * The things that the program depends on.
     *
     * @param dataPath the part of the kernel that carries Services out: {@code ipvs} or {@code nftables}
     * @param withoutIpvs why {@code auto} is not IPVS; empty if it is, or another data path is configured
     * @param configSeconds how long the configuration has been in force
     * @param receivedSeconds how long ago something was received, for each kind of objects; empty without an API server
     * @param droppingChains chains of other programs that may drop packets of Services
     * @param checks the health checks of endpoints
     */
    public record Environment(
            String dataPath,
            Optional<Fixable> withoutIpvs,
            long configSeconds,
            Map<String, Long> receivedSeconds,
            List<DroppingChain> droppingChains,
            CheckOverview checks) {}

    /** A cause, and a fix if one is known. */
    public record Fixable(String cause, String fix) {}

    /** A chain of another program that may drop packets of Services, and the commands that accept them there. */
    public record DroppingChain(String chain, String fix) {}

    /** A condition, with its kind, and a fix if one is known. */
    public record Condition(String reason, String cause, String fix) {}

    /**
     * The wishes that are not fulfilled.
     *
     * @param operations of the kernel that failed and are tried again
     * @param addresses of Services; they are known while the sync thread answers
     * @param objects that cannot be used as they are
     */
    public record Refused(List<Operation> operations, List<Address> addresses, List<Rejected> objects) {}

    /** An operation that failed, how often, and for how long. */
    public record Operation(String operation, String cause, String fix, int attempts, long seconds) {}

    /** An address that a Service requests and does not get. */
    public record Address(String service, String cause) {}

    /** An object, and the number of its elements that are not used; 0 = the whole object is not. */
    public record Rejected(String object, String cause, int elements) {}
}
