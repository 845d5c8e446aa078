package io.kubeipvs.bench;

import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link EncodeBenchmark} and prints a line for each. */
final class Encode {

    private Encode() {}

    public static void main(String[] arguments) throws RunnerException {
        System.out.printf("%nencode, no kernel, Java %s%n", System.getProperty("java.vm.version"));
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(EncodeBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-24s %8.1f ns   %8.1f bytes allocated%n",
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getScore(),
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        }
    }
}
