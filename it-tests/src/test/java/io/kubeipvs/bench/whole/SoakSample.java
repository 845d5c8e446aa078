package io.kubeipvs.bench.whole;

import io.kubeipvs.bench.memory.MemoryKernel;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The resources that the program uses after a part of a soak.
 *
 * @param events the endpoint events since its start
 * @param residentMebibytes its resident memory after a full garbage collection
 * @param heapMebibytes the live objects then
 * @param kernelObjects virtual servers, real servers, addresses and elements that it keeps in the kernel
 */
record SoakSample(
        int events, double residentMebibytes, double heapMebibytes, int descriptors, int threads, int kernelObjects) {

    /** A quantity of the samples, and its unit; empty = a number. */
    record Quantity(String name, String unit, ToDoubleFunction<SoakSample> of) {}

    static final List<Quantity> QUANTITIES = List.of(
            new Quantity("resident memory", "MiB", SoakSample::residentMebibytes),
            new Quantity("live heap", "MiB", SoakSample::heapMebibytes),
            new Quantity("descriptors", "", SoakSample::descriptors),
            new Quantity("threads", "", SoakSample::threads),
            new Quantity("kernel objects", "", SoakSample::kernelObjects));

    static SoakSample of(int events, Running program, MemoryKernel.Counts kernel) throws Exception {
        program.collectGarbage();
        return new SoakSample(
                events,
                program.status("VmRSS"),
                heap(program),
                program.count("fd"),
                program.count("task"),
                kernel.virtualServers() + kernel.realServers() + kernel.addresses() + kernel.services());
    }

    /** The used part of all spaces: the lines {@code … total 10240K, used 6144K} of the JVM, without that of classes. */
    private static double heap(Running program) throws IOException, InterruptedException {
        return program.jcmd("GC.heap_info")
                .lines()
                .filter(line -> line.contains("generation"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*used (\\d+)K.*", "$1")) / 1024)
                .sum();
    }

    @Override
    public String toString() {
        return "%,d events: %.1f MiB resident, %.1f MiB heap, %d descriptors, %d threads, %,d kernel objects"
                .formatted(events, residentMebibytes, heapMebibytes, descriptors, threads, kernelObjects);
    }
}
