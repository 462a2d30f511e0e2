package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** JSON objects over a pipe, each after its length in bytes. Either end may hold only one conversation at a time. */
final class Frames {
    static final JsonMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();
    private static final int LARGEST = 256 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    void send(ObjectNode frame) throws IOException {
        var bytes = JSON.writeValueAsBytes(frame);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** The next one; waits for it. */
    ObjectNode next() throws IOException {
        var length = in.readInt();
        if (length < 0 || length > LARGEST) throw new IOException("A frame of " + length + " bytes");
        var bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException();
        return (ObjectNode) JSON.readTree(bytes);
    }

    static @Nullable Object value(JsonNode json, Type type) {
        if (json.isNull() && type == JsonNode.class) return null;
        JavaType known = JSON.getTypeFactory().constructType(type);
        return JSON.convertValue(json, known);
    }
}
