import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Makes a small JPEG of the upper part of a PNG: {@code java Shrink.java from.png to.jpg}. */
public class Shrink {
    private static final int WIDTH = 800;
    private static final int HIGHEST = 560;

    public static void main(String[] files) throws IOException {
        var whole = ImageIO.read(new File(files[0]));
        var height = Math.min(HIGHEST, whole.getHeight() * WIDTH / whole.getWidth());
        var small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        small.getGraphics().drawImage(whole.getScaledInstance(WIDTH, -1, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        Files.deleteIfExists(Path.of(files[1]));
        var writer = ImageIO.getImageWritersByFormatName("jpg").next();
        var how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(0.78f);
        try (var out = ImageIO.createImageOutputStream(new File(files[1]))) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(small, null, null), how);
        }
    }
}
