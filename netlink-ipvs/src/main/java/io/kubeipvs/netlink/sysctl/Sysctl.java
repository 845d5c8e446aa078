package io.kubeipvs.netlink.sysctl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * The kernel's settings, by the keys of {@code sysctl(8)}. Any thread may use it, and keys below {@code net} are those
 * of the calling thread's network namespace at the time of each call: {@code NetworkNamespace.call} reaches another's.
 * ({@code net/sysctl_net.c, net_ctl_header_lookup} looks at the task that opens the file.)
 *
 * <p>A name with dots in it, as of a VLAN, is written with slashes around or inside:
 * {@code net/ipv4/conf/eth0.1/rp_filter} or {@code net.ipv4.conf.eth0/1.rp_filter}.
 */
public final class Sysctl {
    private static final Path PROC_SYS = Path.of("/proc/sys");

    /** Long lists are longer than a page, none is this long. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Path root;

    /** The settings of this kernel. */
    public Sysctl() {
        this(PROC_SYS);
    }

    /** The settings below a folder. */
    public Sysctl(Path root) {
        this.root = Objects.requireNonNull(root);
    }

    /**
     * The value without its closing newline; empty when this kernel or namespace has no such key.
     *
     * @throws SysctlException if the key exists and cannot be read
     */
    public Optional<String> read(String key) throws SysctlException {
        try {
            return Optional.of(content(SysctlPath.resolve(root, key)).stripTrailing());
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            throw SysctlException.unreadable(key, failed);
        }
    }

    /**
     * Sets a value and returns what {@link #restore} needs; writes nothing if the key has this value already.
     *
     * @throws SysctlException when there is no such key, it may not be written here, or the kernel does not allow the
     *     value
     */
    public SysctlChange set(String key, String value) throws SysctlException {
        Optional<String> before = read(key);
        if (!before.equals(Optional.of(value))) {
            write(key, value);
        }
        String after = read(key).orElse(value);
        return new SysctlChange(key, before.orElse(after), after);
    }

    /**
     * Puts the former value back, provided the setting still has the one that the change gave it.
     *
     * @throws SysctlException when it may not be written here
     */
    public Restoration restore(SysctlChange change) throws SysctlException {
        Optional<String> current = read(change.key());
        if (current.isEmpty()) {
            return Restoration.ABSENT;
        }
        if (current.get().equals(change.before())) {
            return Restoration.RESTORED;
        }
        if (!current.get().equals(change.after())) {
            return Restoration.CHANGED_BY_OTHERS;
        }
        write(change.key(), change.before());
        return Restoration.RESTORED;
    }

    /**
     * The file in one read: a setting's second one is at its end wherever the first one stopped, and {@link
     * Files#readString} begins with a byte if a file has the size 0, as these do.
     */
    private static String content(Path file) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(MAX_BYTES);
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            in.read(value);
        }
        if (!value.hasRemaining()) {
            throw new IOException("it is longer than " + MAX_BYTES + " bytes");
        }
        return StandardCharsets.UTF_8.decode(value.flip()).toString();
    }

    private void write(String key, String value) throws SysctlException {
        Path file = SysctlPath.resolve(root, key);
        try {
            Files.writeString(file, value + "\n", StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (NoSuchFileException absent) {
            throw SysctlException.absent(key, value, absent);
        } catch (IOException failed) {
            throw Files.isWritable(file)
                    ? SysctlException.notTaken(key, value, failed)
                    : SysctlException.notWritable(key, value, failed);
        }
    }
}
