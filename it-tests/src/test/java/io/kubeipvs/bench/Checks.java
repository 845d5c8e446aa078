package io.kubeipvs.bench;

import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.daemon.k8s.api.Pki;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import io.kubeipvs.daemon.servercheck.ServerChecks;
import io.kubeipvs.daemon.sync.Reports;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The cost of health checks of many endpoints for a node: the program's own checks, of addresses on loopback that answer. The servers
 * are in this process too, on threads that do not count.
 */
final class Checks {
    private static final int WARM_UP_SECONDS = 15;
    private static final int SECONDS = 30;
    private static final int PER_SECOND = 200;

    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private Checks() {}

    /** Argument: how many endpoints. */
    public static void main(String[] arguments) throws Exception {
        int endpoints = Integer.parseInt(arguments[0]);
        System.out.printf(
                Locale.ROOT,
                "| Checks | Endpoints | Checks a second | Stretch | CPU, %% of a core | Heap, KiB | Failed |%n|---|---|---|---|---|---|---|%n");
        for (Kind kind : new Kind[] {Kind.TCP, Kind.HTTP, Kind.HTTPS}) {
            new Checks().measure(kind, endpoints);
        }
        new Checks().measure(Kind.TCP, 2 * endpoints);
        System.exit(0);
    }

    private void measure(Kind kind, int endpoints) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (ServerSocket server = serve(kind);
                ServerChecks checks = new ServerChecks(
                        () -> PER_SECOND,
                        MonotonicClock.SYSTEM,
                        result -> (result.equals("passed") ? passed : failed).incrementAndGet())) {
            checks.start(Workers.unobserved(), result -> {});
            long before = heap();
            ServerCheck.Request request = kind == Kind.TCP ? ServerCheck.Request.TCP : ServerCheck.Request.get(kind);
            Reports round = Reports.round();
            for (int i = 0; i < endpoints; i++) {
                Ip address = Ip.v4(0x7f010001 + i);
                round.checks()
                        .begun()
                        .add(new ServerCheck(address, server.getLocalPort(), request, ServerCheck.Pace.DEFAULT));
            }
            checks.roundEnded(round.build());
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long thread = thread(threads);
            long cpu = threads.getThreadCpuTime(thread);
            long made = passed.get();
            long begin = System.nanoTime();
            TimeUnit.SECONDS.sleep(SECONDS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double share = (threads.getThreadCpuTime(thread) - cpu) / 1e9 / seconds * 100;
            double rate = (passed.get() - made) / seconds;
            CheckOverview overview = checks.overview();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %.0f | %.1f | %.1f | %,d | %d |%n",
                    kind.name().toLowerCase(Locale.ROOT),
                    overview.servers(),
                    rate,
                    overview.stretch(),
                    share,
                    (heap() - before) / 1024,
                    failed.get());
        }
    }

    private static long thread(ThreadMXBean threads) {
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals("server-checks"))
                .findFirst()
                .orElseThrow()
                .getThreadId();
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static ServerSocket serve(Kind kind) throws Exception {
        ServerSocket server = kind == Kind.HTTPS
                ? context().getServerSocketFactory().createServerSocket(0, 1024)
                : new ServerSocket(0, 1024);
        ExecutorService pool = Executors.newCachedThreadPool();
        pool.execute(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    pool.execute(() -> answer(client, kind));
                }
            } catch (IOException e) {
                pool.shutdown();
            }
        });
        return server;
    }

    private static SSLContext context() throws Exception {
        Path folder = Files.createTempDirectory("bench-checks-");
        Pki pki = Pki.generate(folder, "web", "EC", "dns:web.example.com");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(pki.store(), Pki.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void answer(Socket client, Kind kind) {
        try (client) {
            if (kind != Kind.TCP) {
                byte[] request = new byte[1024];
                int length = client.getInputStream().read(request);
                if (length > 0) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The check ended.
        }
    }
}
