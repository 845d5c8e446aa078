package io.kubeipvs.it.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Takes the pictures of the documentation: the saved pages in the browser, and the saved terminal. */
public final class Pictures {
    /** Of the largest picture; a larger one makes the repository slow. */
    private static final int MOST_BYTES = 150_000;

    /** A picture of a saved page. */
    private record Picture(String name, String page, String scheme, int width, int height) {}

    private static final List<Picture> OF_PAGES = List.of(
            new Picture("status-light", "all", "light", 1120, 1000),
            new Picture("status-dark", "all", "dark", 1120, 1000),
            new Picture("status-phone", "all", "light", 390, 1200));

    private Pictures() {}

    /** Argument: the folder of the pictures. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (SavedPages pages = SavedPages.serve();
                Browser browser = Browser.start()) {
            for (Picture each : OF_PAGES) {
                browser.show(each.width(), each.height(), each.scheme());
                browser.open(pages.url(each.page()));
                write(folder.resolve(each.name() + ".png"), packed(browser.picture(each.width(), each.height())));
            }
        }
        Path terminal = SavedTerminal.FILE;
        if (Files.exists(terminal)) {
            write(
                    folder.resolve("top.svg"),
                    SavedTerminal.svg(Files.readString(terminal)).getBytes(StandardCharsets.UTF_8));
        }
        System.exit(0); // the client of the browser's protocol has threads of its own
    }

    /** The same picture without transparency, compressed as well as PNG can: the browser compresses it fast instead. */
    private static byte[] packed(byte[] png) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        opaque.createGraphics().drawImage(picture, 0, 0, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam compression = writer.getDefaultWriteParam();
        compression.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        compression.setCompressionQuality(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(opaque, null, null), compression);
        }
        return out.toByteArray();
    }

    private static void write(Path file, byte[] content) throws Exception {
        if (content.length > MOST_BYTES) {
            throw new IllegalStateException(file + " has " + content.length + " bytes, at most " + MOST_BYTES);
        }
        Files.write(file, content);
        System.out.println(file + ", " + content.length / 1000 + " kB");
    }
}
