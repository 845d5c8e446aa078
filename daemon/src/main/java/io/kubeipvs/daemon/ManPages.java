package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.man.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the manual pages of the package; the build runs it. */
public final class ManPages {
    private ManPages() {}

    /**
     * Writes a page for each command, and one for the program.
     *
     * @param args the folder and the version
     */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), args[1]);
    }

    static void write(Path folder, String version) throws IOException {
        CommandLine program = Main.program();
        List<CommandSpec> all = new ArrayList<>(List.of(program.getCommandSpec()));
        program.getSubcommands().forEach((name, command) -> {
            KeyFlags.show(command.getCommandSpec());
            all.add(command.getCommandSpec());
        });
        Files.createDirectories(folder);
        for (CommandSpec command : all) {
            Files.writeString(folder.resolve(ManPage.fileName(command)), ManPage.of(command, version, all));
        }
    }
}
