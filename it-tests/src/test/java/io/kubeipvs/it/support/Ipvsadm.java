package io.kubeipvs.it.support;

import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import java.util.List;

/** ipvsadm inside a namespace: a witness for what we write, and a writer for what we read. */
public final class Ipvsadm {

    private final KernelNamespace namespace;

    public Ipvsadm(KernelNamespace namespace) {
        this.namespace = namespace;
    }

    /** The table as the rules that would make it. */
    public List<String> rules() {
        return namespace.run("ipvsadm", "-Sn").lines().map(String::strip).toList();
    }

    /** Makes a table of rules. */
    public void restore(List<String> rules) {
        namespace.run("sh", "-c", "printf '%s\\n' \"$1\" | ipvsadm -R", "sh", String.join("\n", rules));
    }

    /** One line of a list for people, its blanks made one, that begins so. */
    public String line(String start, String... options) {
        String[] command = new String[options.length + 1];
        command[0] = "ipvsadm";
        System.arraycopy(options, 0, command, 1, options.length);
        return namespace
                .run(command)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse("no line begins with " + start);
    }

    /** Why a change was refused; null when it was not. */
    public static Errno errno(BatchResult result) {
        return result instanceof BatchResult.Refused refused ? refused.refusal().errno() : null;
    }
}
