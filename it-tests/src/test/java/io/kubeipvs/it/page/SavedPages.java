package io.kubeipvs.it.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The answers of the real program to a browser: saved byte for byte with their headers, and sent again by a server of this
 * host. A browser cannot run in the guest of the kernel tier, where it would take minutes for a page.
 */
public final class SavedPages implements AutoCloseable {
    /** Where the kernel tier saves them. */
    public static final Path FOLDER = Path.of("target", "status-page");

    private static final String ALL = "all";
    private final ServerSocket socket;

    private SavedPages(ServerSocket socket) {
        this.socket = socket;
    }

    /** Saves an answer, with its head, under this name. */
    public static void save(String name, String answer) throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name), answer);
    }

    /**
     * Serves them.
     *
     * @throws IllegalStateException when there are none
     */
    public static SavedPages serve() throws IOException {
        if (!Files.exists(FOLDER.resolve(ALL))) {
            throw new IllegalStateException("no saved pages in " + FOLDER.toAbsolutePath()
                    + ": run it-tests/kernel-tier -c io.kubeipvs.it.program.StatusPageKernelIT first");
        }
        SavedPages pages = new SavedPages(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(pages::answerAll);
        thread.setDaemon(true);
        thread.start();
        return pages;
    }

    /** The names of all saved pages. */
    public static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The address of a page. */
    public String url(String name) {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/" + name;
    }

    private void answerAll() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                byte[] request = new byte[8192];
                InputStream in = client.getInputStream();
                int length = Math.max(0, in.read(request));
                String line = new String(request, 0, length, StandardCharsets.ISO_8859_1);
                client.getOutputStream().write(Files.readAllBytes(file(line)));
            } catch (IOException e) {
                // The browser went away, or the test is over.
            }
        }
    }

    /** That of the path; links between pages have a query only, and lead to the page of all. */
    private static Path file(String request) {
        String name = Arrays.stream(request.split("[ ?/]"))
                .skip(2)
                .findFirst()
                .filter(word -> word.matches("[a-z-]+"))
                .orElse(ALL);
        return Files.exists(FOLDER.resolve(name)) ? FOLDER.resolve(name) : FOLDER.resolve(ALL);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
