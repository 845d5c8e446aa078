package io.kubeipvs.daemon.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {
    @TempDir
    private Path base;

    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        folder = base.resolve("state");
        file = folder.resolve("file");
    }

    @Test
    void makesAFileAndItsFolderForTheOwnerAloneAndLeavesNothingElse() throws IOException {
        write("one");
        write("two");
        assertThat(read()).isEqualTo("two");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void aFailureLeavesTheFormerContent() throws IOException {
        write("one");
        assertThatThrownBy(() -> SafeFile.replace(file, out -> {
                    out.write(new byte[1 << 16]);
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");
        assertThat(read()).isEqualTo("one");
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void whatAKilledProgramLeftIsNoObstacle() throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve(".file.new"), "half");
        write("one");
        assertThat(read()).isEqualTo("one");
    }

    @Test
    void noSymbolicLinkIsFollowed() throws IOException {
        Path victim = Files.writeString(base.resolve("victim"), "precious");
        write("one");
        Files.delete(file);
        Files.createSymbolicLink(file, victim);
        assertThatThrownBy(() -> SafeFile.open(file)).hasMessage(file + " is a symbolic link");
        Files.createSymbolicLink(folder.resolve(".file.new"), victim);
        write("two");
        assertThat(read()).isEqualTo("two");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(victim).hasContent("precious");
    }

    @Test
    void aFolderThatIsASymbolicLinkIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);
        assertThatThrownBy(() -> write("one")).hasMessage(folder + " is a symbolic link");
        Files.writeString(elsewhere.resolve("file"), "planted");
        assertThatThrownBy(() -> SafeFile.open(file)).hasMessage(folder + " is a symbolic link");
        assertThat(elsewhere.resolve("file")).hasContent("planted");
    }

    @Test
    void whatOthersCanWriteIsRefused() throws IOException {
        write("one");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> SafeFile.open(file)).hasMessage(file + " can be written by other users");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> write("two")).hasMessage(folder + " can be written by other users");
    }

    @Test
    void aFolderInWhichOnlyTheOwnerCanReplaceAFileIsGoodEnough() throws IOException {
        write("one");
        Files.setAttribute(folder, "unix:mode", 01777); // as /tmp
        write("two");
        assertThat(read()).isEqualTo("two");
    }

    @Test
    void aFileOfAnotherUserIsRefused() throws IOException {
        write("theirs");
        int owner = (int) Files.getAttribute(file, "unix:uid");
        int other = owner + 1;
        if (owner == 0) {
            Files.setAttribute(file, "unix:uid", other);
        }
        assertThatThrownBy(() -> SafeFile.open(file, owner == 0 ? owner : other))
                .hasMessageEndingWith(" belongs to user " + (owner == 0 ? other : owner));
    }

    @Test
    void aFileThatTheUserNamedReplacesALinkAndNotItsTarget() throws IOException {
        Path victim = Files.writeString(base.resolve("victim"), "precious");
        Path named = Files.createSymbolicLink(base.resolve("named"), victim);
        SafeFile.write(named, "ours");
        assertThat(victim).hasContent("precious");
        assertThat(named).hasContent("ours");
        assertThat(mode(named)).isEqualTo("rw-r--r--");
    }

    @Test
    void aDeviceStaysADevice() throws IOException {
        Path device = Path.of("/dev/null");
        SafeFile.write(device, "gone");
        SafeFile.append(device).close();
        assertThat(Files.isRegularFile(device)).isFalse();
        SafeFile.write(Path.of("/dev/stdout"), "");
        assertThat(Files.isSymbolicLink(Path.of("/dev/stdout"))).isTrue();
    }

    @Test
    void aLogIsContinuedAndFollowsNoLink() throws IOException {
        Path log = base.resolve("log");
        for (String line : List.of("one\n", "two\n")) {
            try (OutputStream out = SafeFile.append(log)) {
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(log).hasContent("one\ntwo\n");
        Path link = Files.createSymbolicLink(base.resolve("link"), log);
        assertThatThrownBy(() -> SafeFile.append(link)).hasMessage(link + " is a symbolic link");
        assertThat(log).hasContent("one\ntwo\n");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SafeFile.open(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileInThePlaceOfTheFolderIsNamed() throws IOException {
        Files.writeString(folder, "");
        assertThatThrownBy(() -> write("one")).hasMessageContaining(folder.toString());
    }

    /** Each kill is at another moment of the endless writing. */
    @Test
    void aKilledWriterLeavesAWholeFile() throws Exception {
        write(content(0));
        for (int kill = 0; kill < 8; kill++) {
            Process writer = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            try (InputStream out = writer.getInputStream()) {
                assertThat(out.read()).as("the writer began").isEqualTo('.');
                TimeUnit.MILLISECONDS.sleep(3 + 7L * kill);
            } finally {
                writer.destroyForcibly().waitFor();
            }
            String left = read();
            assertThat(left).isEqualTo(content(left.charAt(0) - '0'));
        }
    }

    /** Writes until it is killed, or for a minute. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            for (int i = 1; System.nanoTime() < end; i++) {
                String text = content(i % 10);
                SafeFile.replace(Path.of(arguments[0]), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
                if (i == 1) {
                    System.out.print('.');
                    System.out.flush();
                }
            }
        }
    }

    private static String content(int digit) {
        return Integer.toString(digit).repeat(100_000 + digit);
    }

    private void write(String text) throws IOException {
        SafeFile.replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String read() throws IOException {
        try (InputStream in = SafeFile.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
