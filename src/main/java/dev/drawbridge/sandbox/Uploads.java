package dev.drawbridge.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.catalina.connector.Request;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;

/** The files of a multipart request, streamed to disk as they come. */
final class Uploads {
    record Upload(String name, String type, Path content, long size) {}

    private static final int LONGEST = 4096;

    private Uploads() {}

    static boolean is(Request request) {
        var type = request.getContentType();
        return type != null && type.startsWith("multipart/");
    }

    static List<Upload> read(Call call) {
        return read(call, (name, value) -> {});
    }

    /** @param others is told of the parts that are no files, which must be short */
    static List<Upload> read(Call call, BiConsumer<String, String> others) {
        var uploads = new ArrayList<Upload>();
        try {
            var parts = new FileUpload();
            parts.setHeaderEncoding("UTF-8");
            var items = parts.getItemIterator(new Context(call));
            while (items.hasNext()) {
                var item = items.next();
                if (item.isFormField()) {
                    try (var value = item.openStream()) {
                        others.accept(
                                item.getFieldName(), new String(value.readNBytes(LONGEST), StandardCharsets.UTF_8));
                    }
                    continue;
                }
                if (!"file".equals(item.getFieldName()) || item.getName() == null) {
                    continue;
                }
                var file = Files.createTempFile(call.site().folder, "attachment", "");
                try (var content = item.openStream();
                        var out = Files.newOutputStream(file)) {
                    content.transferTo(out);
                }
                var type = item.getContentType() == null ? "application/octet-stream" : item.getContentType();
                uploads.add(new Upload(item.getName(), type, file, Files.size(file)));
            }
        } catch (IOException e) {
            throw Refusal.of(500, "The upload broke off: " + e.getMessage());
        }
        return uploads;
    }

    private record Context(Call call) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public String getContentType() {
            return String.valueOf(call.header().apply("Content-Type"));
        }

        @Override
        public long contentLength() {
            var length = call.header().apply("Content-Length");
            return length == null ? -1 : Long.parseLong(length);
        }

        @Override
        public InputStream getInputStream() {
            return call.stream();
        }
    }
}
