package io.kubeipvs.daemon.kernel;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.SyscallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The trouble that a netlink socket can have with one datagram of requests. */
public enum Fault {
    EBUSY(16),
    ENOMEM(12),
    EPERM(1),
    /** The kernel has no module for the requests. */
    MISSING_MODULE(0),
    /** The kernel does as it is asked, and drops an answer because the receive buffer is full. */
    OVERRUN {
        @Override
        List<Received> received(List<byte[]> answers) {
            List<Received> rest = of(answers.subList(Math.min(1, answers.size()), answers.size()));
            rest.add(0, Received.failure(new SyscallException("recvmsg", Errno.ENOBUFS)));
            return rest;
        }
    },
    /** The kernel does as it is asked, and no answer comes. */
    LOST_ANSWERS {
        @Override
        List<Received> received(List<byte[]> answers) {
            return List.of();
        }
    },
    /** The last answer is lost: a list has no end, a batch no acknowledgement. */
    LOST_END {
        @Override
        List<Received> received(List<byte[]> answers) {
            return of(answers.subList(0, Math.max(0, answers.size() - 1)));
        }
    },
    REORDERED_ANSWERS {
        @Override
        List<Received> received(List<byte[]> answers) {
            List<byte[]> reversed = new ArrayList<>(answers);
            Collections.reverse(reversed);
            return of(reversed);
        }
    },
    /** A datagram was larger than the buffer. */
    TRUNCATED_DATAGRAM {
        @Override
        List<Received> received(List<byte[]> answers) {
            return List.of(Received.failure(new MalformedMessageException("", 0, "the datagram is truncated")));
        }
    },
    /** The bytes end in the middle of a message. */
    CUT_MESSAGE {
        @Override
        List<Received> received(List<byte[]> answers) {
            List<Received> cut = of(answers);
            byte[] first = answers.get(0);
            cut.set(0, new Received(Arrays.copyOf(first, first.length - 5), null));
            return cut;
        }
    },
    /** A list lacks everything, as when its objects moved while they were read. */
    EMPTY_LIST {
        @Override
        List<Received> received(List<byte[]> answers) {
            return of(answers.stream().map(Datagrams::onlyEnd).toList());
        }
    },
    /** The listed objects change all the time (NLM_F_DUMP_INTR). */
    INTERRUPTED_LIST {
        @Override
        List<Received> received(List<byte[]> answers) {
            return of(answers.stream().map(Datagrams::interrupted).toList());
        }
    },
    /** The socket does not work any more. */
    DEAD_SOCKET,
    /** No socket can be opened. */
    NO_SOCKET;

    private static final int NOT_REFUSING = -1;

    /** A datagram that is received, or a failure to receive. */
    record Received(byte[] datagram, NetlinkException failure) {
        static Received failure(NetlinkException failure) {
            return new Received(null, failure);
        }
    }

    private final int errno;

    Fault() {
        this(NOT_REFUSING);
    }

    Fault(int errno) {
        this.errno = errno;
    }

    /** Whether the kernel refuses the requests and does nothing. */
    boolean isRefusal() {
        return errno != NOT_REFUSING;
    }

    /** The number with which the kernel refuses requests of this family. */
    int errno(NetlinkFamily family) {
        return this == MISSING_MODULE ? family.errnoWithoutModule() : errno;
    }

    /** The answers of the kernel as they arrive. */
    List<Received> received(List<byte[]> answers) {
        return of(answers);
    }

    static List<Received> of(List<byte[]> answers) {
        return new ArrayList<>(
                answers.stream().map(answer -> new Received(answer, null)).toList());
    }

    /** Messages of a datagram: {@code struct nlmsghdr}. */
    static final class Datagrams {
        private static final int TYPE = 4;
        private static final int FLAGS = 6;
        private static final int SEQUENCE = 8;
        private static final int HEADER = 16;
        private static final short MULTI = 0x2;
        private static final short DUMP_INTERRUPTED = 0x10;

        private Datagrams() {}

        private static ByteBuffer bytes(byte[] datagram) {
            return ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        }

        /** With a refusal for each request; a transaction is refused as a whole, by its first message. */
        static List<byte[]> refusals(ByteBuffer requests, int errno, boolean isTransaction) {
            ByteBuffer in = requests.duplicate().order(ByteOrder.nativeOrder());
            List<byte[]> refusals = new ArrayList<>();
            for (int at = in.position(); at + HEADER <= in.limit(); at += in.getInt(at) + 3 & ~3) {
                byte[] header = new byte[HEADER];
                in.get(at, header);
                refusals.add(refusal(header, in.getInt(at + SEQUENCE), errno));
            }
            return isTransaction ? refusals.subList(0, 1) : refusals;
        }

        private static byte[] refusal(byte[] header, int sequence, int errno) {
            ByteBuffer out = ByteBuffer.allocate(2 * HEADER + Integer.BYTES).order(ByteOrder.nativeOrder());
            out.putInt(out.capacity()).putShort((short) 2).putShort((short) 0x100);
            out.putInt(sequence).putInt(0).putInt(-errno).put(header);
            return out.array();
        }

        /** Without the parts of a list; what is no list stays. */
        static byte[] onlyEnd(byte[] datagram) {
            ByteBuffer in = bytes(datagram);
            ByteBuffer out = ByteBuffer.allocate(datagram.length);
            for (int at = 0; at < datagram.length; at += in.getInt(at) + 3 & ~3) {
                boolean isPart = (in.getShort(at + FLAGS) & MULTI) != 0 && in.getShort(at + TYPE) != 3;
                if (!isPart) {
                    out.put(datagram, at, Math.min(in.getInt(at) + 3 & ~3, datagram.length - at));
                }
            }
            return Arrays.copyOf(out.array(), out.position());
        }

        /** With the flag of an interrupted list in each part. */
        static byte[] interrupted(byte[] datagram) {
            ByteBuffer in = bytes(datagram.clone());
            for (int at = 0; at < datagram.length; at += in.getInt(at) + 3 & ~3) {
                if ((in.getShort(at + FLAGS) & MULTI) != 0) {
                    in.putShort(at + FLAGS, (short) (in.getShort(at + FLAGS) | DUMP_INTERRUPTED));
                }
            }
            return in.array();
        }
    }
}
