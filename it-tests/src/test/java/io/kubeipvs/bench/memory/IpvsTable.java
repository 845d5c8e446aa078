package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Virtual servers and their real servers. Errnos are those of {@code net/netfilter/ipvs/ip_vs_ctl.c,
 * ip_vs_genl_set_cmd}. Lists carry counters, all 0, as the kernel's do.
 */
final class IpvsTable {
    static final int FAMILY = 0x1C;

    /** Commands that change nothing. */
    static final Set<Integer> READS = Set.of(4, 8, 11, 13, 15);

    private static final Set<String> SCHEDULERS =
            Set.of("rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo", "ovf");

    private static final int HEADER = 4;
    private static final int SERVICE = 1;
    private static final int DESTINATION = 2;
    private static final int FLAGS = 7;
    private static final int WEIGHT = 4;
    private static final int HASHED = 0x2;
    private static final byte[] NO_TRAFFIC = new Payload()
            .nest(10, counters(Integer.BYTES))
            .nest(12, counters(Long.BYTES))
            .copy();
    private static final byte[] NO_CONNECTIONS =
            new Payload().addU32(7, 0).addU32(8, 0).addU32(9, 0).raw(NO_TRAFFIC).copy();

    /** A virtual server: its attributes, and those of each real server by its address and port. */
    private static final class Service {
        private byte[] attributes;
        private final Map<ByteBuffer, byte[]> destinations = new LinkedHashMap<>();
    }

    private final Map<ByteBuffer, Service> services = new LinkedHashMap<>();
    private final int[] timeouts = {900, 120, 300};
    private final List<RealServerListener> listeners = new ArrayList<>();
    private int destinations;

    private static byte[] counters(int width) {
        Payload counters = new Payload();
        for (int type = 1; type <= 10; type++) {
            boolean isBytes = type == 4 || type == 5;
            counters.add(type, new byte[isBytes ? Long.BYTES : width]);
        }
        return counters.copy();
    }

    void listen(RealServerListener listener) {
        listeners.add(listener);
    }

    int services() {
        return services.size();
    }

    int destinations() {
        return destinations;
    }

    /** Deletes a virtual server behind the program's back. */
    void deleteFirst() throws RefusedRequest {
        deleteService(services.keySet().iterator().next());
    }

    void handle(Request request, Answers answers) throws RefusedRequest {
        Attributes in = request.attributes(HEADER);
        switch (request.header8(0)) {
            case 1 -> newService(in.get(SERVICE));
            case 2 -> setService(in.get(SERVICE));
            case 3 -> deleteService(key(in.get(SERVICE)));
            case 4 -> getServices(request, answers);
            case 5 -> newDestination(service(in), in.get(DESTINATION));
            case 6 -> setDestination(service(in), in.get(DESTINATION));
            case 7 -> deleteDestination(service(in), in.get(DESTINATION));
            case 8 -> getDestinations(request, answers);
            case 12 -> setTimeouts(in);
            case 13 -> answers.put(request, FAMILY, timeouts());
            case 15 ->
                answers.put(
                        request,
                        FAMILY,
                        new Payload()
                                .raw((byte) 14, (byte) 1, (byte) 0, (byte) 0)
                                .addU32(1, 0x010201)
                                .addU32(2, 4096));
            default -> throw new RefusedRequest(RefusedRequest.EOPNOTSUPP);
        }
    }

    private void newService(Attributes in) throws RefusedRequest {
        ByteBuffer key = key(in);
        requireScheduler(in);
        if (services.containsKey(key)) {
            throw new RefusedRequest(RefusedRequest.EEXIST);
        }
        Service service = new Service();
        service.attributes = attributes(in, 0);
        services.put(key, service);
    }

    private void setService(Attributes in) throws RefusedRequest {
        Service service = existing(services.get(key(in)));
        requireScheduler(in);
        int before = Attributes.behind(0, service.attributes).get(FLAGS).u32();
        service.attributes = attributes(in, before);
    }

    private void deleteService(ByteBuffer key) throws RefusedRequest {
        destinations -= existing(services.remove(key)).destinations.size();
    }

    private static void requireScheduler(Attributes in) throws RefusedRequest {
        if (!SCHEDULERS.contains(in.get(6).text())) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
    }

    /** The kernel changes the flags of the mask, and shows all. */
    private static byte[] attributes(Attributes in, int flagsBefore) throws RefusedRequest {
        Attributes flags = in.get(FLAGS);
        int mask = flags.u32(Integer.BYTES);
        int after = flagsBefore & ~mask | flags.u32() & mask | HASHED;
        return in.without(FLAGS)
                .add(FLAGS, new Payload().u32(after).u32(-1).copy())
                .copy();
    }

    private static Service existing(Service service) throws RefusedRequest {
        if (service == null) {
            throw new RefusedRequest(RefusedRequest.ESRCH);
        }
        return service;
    }

    private Service service(Attributes in) throws RefusedRequest {
        return existing(services.get(key(in.get(SERVICE))));
    }

    private void newDestination(Service service, Attributes in) throws RefusedRequest {
        ByteBuffer key = destinationKey(in);
        if (service.destinations.putIfAbsent(key, in.copy()) != null) {
            throw new RefusedRequest(RefusedRequest.EEXIST);
        }
        destinations++;
        listeners.forEach(listener -> listener.added(key));
    }

    private void setDestination(Service service, Attributes in) throws RefusedRequest {
        ByteBuffer key = destinationKey(in);
        if (service.destinations.replace(key, in.copy()) == null) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
        if (in.get(WEIGHT).u32() == 0) {
            listeners.forEach(listener -> listener.leaves(key));
        }
    }

    private void deleteDestination(Service service, Attributes in) throws RefusedRequest {
        ByteBuffer key = destinationKey(in);
        if (service.destinations.remove(key) == null) {
            throw new RefusedRequest(RefusedRequest.ENOENT);
        }
        destinations--;
        listeners.forEach(listener -> listener.leaves(key));
    }

    private void getServices(Request request, Answers answers) throws RefusedRequest {
        if (request.has(Request.DUMP)) {
            services.values().forEach(service -> answers.put(request, FAMILY, answer(service)));
        } else {
            answers.put(request, FAMILY, answer(service(request.attributes(HEADER))));
        }
    }

    private static Payload answer(Service service) {
        return header(1)
                .nest(
                        SERVICE,
                        new Payload().raw(service.attributes).raw(NO_TRAFFIC).copy());
    }

    /** A list of what does not exist is empty. */
    private void getDestinations(Request request, Answers answers) throws RefusedRequest {
        Service service = services.get(key(request.attributes(HEADER).get(SERVICE)));
        if (service != null) {
            service.destinations
                    .values()
                    .forEach(destination -> answers.put(
                            request,
                            FAMILY,
                            header(5)
                                    .nest(
                                            DESTINATION,
                                            new Payload()
                                                    .raw(destination)
                                                    .raw(NO_CONNECTIONS)
                                                    .copy())));
        }
    }

    private static Payload header(int command) {
        return new Payload().raw((byte) command, (byte) 1, (byte) 0, (byte) 0);
    }

    private void setTimeouts(Attributes in) {
        for (int i = 0; i < timeouts.length; i++) {
            int before = timeouts[i];
            timeouts[i] = in.find(4 + i)
                    .map(Attributes::u32)
                    .filter(seconds -> seconds > 0)
                    .orElse(before);
        }
    }

    private Payload timeouts() {
        return header(12).addU32(4, timeouts[0]).addU32(5, timeouts[1]).addU32(6, timeouts[2]);
    }

    /** Address family with mark, or with protocol, address and port. */
    private static ByteBuffer key(Attributes service) throws RefusedRequest {
        Payload key = new Payload().raw(service.get(1).copy());
        if (service.has(5)) {
            return ByteBuffer.wrap(key.raw(service.get(5).copy()).copy());
        }
        return ByteBuffer.wrap(key.raw(service.get(2).copy())
                .raw(service.get(3).copy())
                .raw(service.get(4).copy())
                .copy());
    }

    /** Address and port. */
    private static ByteBuffer destinationKey(Attributes destination) throws RefusedRequest {
        return ByteBuffer.wrap(new Payload()
                        .raw(destination.get(1).copy())
                        .raw(destination.get(2).copy())
                        .copy())
                .order(ByteOrder.BIG_ENDIAN);
    }
}
