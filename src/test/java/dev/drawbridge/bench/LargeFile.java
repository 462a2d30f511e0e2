package dev.drawbridge.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** One large attachment in each direction, while the memory of both nodes is watched. */
final class LargeFile {
    private static final String BOUNDARY = "bench-boundary";

    private final Pair pair;
    private final Path folder;
    private final int megabytes;
    private final long seed;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    LargeFile(Pair pair, Path folder, int megabytes, long seed) {
        this.pair = pair;
        this.folder = folder;
        this.megabytes = megabytes;
        this.seed = seed;
    }

    /** Peaks of resident memory in MiB, and how long both ways took together. */
    record Result(int megabytes, double external, double internal, double seconds) {}

    Result measure() throws IOException {
        var key = pair.issue("Large file");
        pair.sync(key);
        var twin = pair.twin(key);
        pair.settle();
        pair.external.forgetPeak();
        pair.internal.forgetPeak();
        var began = System.nanoTime();
        carry("outward.bin", 1, pair.external, key, pair.internal, twin);
        carry("inward.bin", 2, pair.internal, twin, pair.external, key);
        var took = (System.nanoTime() - began) / 1e9;
        return new Result(megabytes, pair.external.peak(), pair.internal.peak(), took);
    }

    private void carry(String name, int salt, Side from, String key, Side to, String twin) throws IOException {
        var file = content(name, salt);
        upload(from, key, file);
        Watch.until(name, Duration.ofMillis(100), () -> to.jira
                .attachmentNames(twin)
                .contains(name));
        pair.settle();
        if (!hash(file).equals(hash(to, twin, name))) throw new WrongState(name + " arrived with another content");
    }

    private Path content(String name, int salt) throws IOException {
        var file = folder.resolve(name);
        var chance = new SplittableRandom(seed + salt);
        var block = new byte[1 << 20];
        try (var out = Files.newOutputStream(file)) {
            for (var number = 0; number < megabytes; number++) {
                chance.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }

    private void upload(Side side, String key, Path file) throws IOException {
        var head = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        var tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        var body = HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofByteArray(head),
                HttpRequest.BodyPublishers.ofFile(file),
                HttpRequest.BodyPublishers.ofByteArray(tail));
        var request = request(side.jira.url() + "/rest/api/2/issue/" + key + "/attachments")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .header("X-Atlassian-Token", "no-check")
                .POST(body)
                .build();
        var status = send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) throw new WrongState("The upload to " + key + " was answered " + status);
    }

    private String hash(Side side, String key, String name) throws IOException {
        for (var file : side.jira.issue(key).path("fields").path("attachment"))
            if (file.path("filename").asText().equals(name)) {
                var answer =
                        send(request(file.path("content").asText()).build(), HttpResponse.BodyHandlers.ofInputStream());
                try (var content = answer.body()) {
                    return hash(content);
                }
            }
        throw new WrongState(key + " has no " + name);
    }

    private static String hash(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            return hash(content);
        }
    }

    private static String hash(java.io.InputStream content) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (var count = content.read(buffer); count >= 0; count = content.read(buffer))
                digest.update(buffer, 0, count);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", Side.basic("ada", "ada"));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw Side.stopped(stop);
        }
    }
}
