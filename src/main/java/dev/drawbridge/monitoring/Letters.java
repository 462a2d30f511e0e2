package dev.drawbridge.monitoring;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.journal.Happening;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Notifications as they leave: a mail, or a call with JSON. Neither holds anything of what issues contain. */
@Component("letters")
public class Letters {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KeptChannels channels;
    private final NotificationSettings settings;
    private final NodeFacts node;

    Letters(KeptChannels channels, NotificationSettings settings, NodeFacts node) {
        this.channels = channels;
        this.settings = settings;
        this.node = node;
    }

    /** A mail of plain text. */
    public record Mail(String from, String to, String subject, String text) {}

    /** @param signature of the body; empty where there is no secret */
    public record Call(String url, byte[] body, String signature) {}

    public Mail mail(Notification notification) {
        var email = channels.find().email();
        if (email == null) throw new NotDelivered("There is no mail server any more.");
        return new Mail(
                email.from(),
                String.join(", ", email.to()),
                notification.subject(node.nodeName()),
                notification.text(node.nodeName(), link(notification)));
    }

    public Call call(Notification notification) {
        var webhook = channels.find().webhook();
        if (webhook == null) throw new NotDelivered("There is no webhook any more.");
        var body = json(notification).getBytes(StandardCharsets.UTF_8);
        return new Call(
                webhook.url(),
                body,
                channels.secret().map(secret -> signature(secret, body)).orElse(""));
    }

    /** @throws NotDelivered unless the webhook says that it took the call */
    public void taken(int status) {
        if (status < 200 || status >= 300) throw new NotDelivered("The webhook answers with status " + status + ".");
    }

    private String link(Notification notification) {
        return settings.link(
                notification.level() == Happening.Level.ERROR || notification.connection() == null
                        ? "/errors"
                        : "/connections");
    }

    /** A field {@code text} is what most chats show. */
    private String json(Notification told) {
        var json = JSON.createObjectNode();
        json.put("id", told.id().toString()).put("text", told.subject(node.nodeName()));
        json.putObject("node").put("id", node.nodeId()).put("name", node.nodeName());
        json.put("level", told.level().name())
                .put("kind", told.kind())
                .put("connection", told.connection())
                .put("sentence", told.sentence());
        var issues = json.putArray("issues");
        told.issues().forEach(issues::add);
        json.put("count", told.happened())
                .put("first", told.first().toString())
                .put("last", told.last().toString());
        var link = link(told);
        return json.put("link", link.isEmpty() ? null : link).toString();
    }

    private static String signature(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256.", impossible);
        }
    }
}
