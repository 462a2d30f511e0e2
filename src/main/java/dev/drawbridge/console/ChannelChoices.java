package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.NamesOutside;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.monitoring.Channels;
import dev.drawbridge.monitoring.KeptChannels;
import dev.drawbridge.monitoring.Notifications;
import dev.drawbridge.security.Difference;
import dev.drawbridge.transport.PeerSettings;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By mail or webhook, to whom and of what: shown without secrets, and changed field by field. */
@Component
class ChannelChoices {
    private static final String ALL = "notifications.", EMAIL = ALL + "email.", WEBHOOK = ALL + "webhook.";
    private static final int USUAL_PORT = 587, MOST_TO = 20;

    private final KeptChannels kept;
    private final Notifications notifications;
    private final PeerSettings settings;

    ChannelChoices(KeptChannels kept, Notifications notifications, PeerSettings settings) {
        this.kept = kept;
        this.notifications = notifications;
        this.settings = settings;
    }

    /** @param hasPassword whether one is kept; it is never told */
    record Email(
            String host,
            int port,
            @Nullable String user,
            boolean hasPassword,
            String from,
            List<String> to,
            boolean startTls) {}

    record Webhook(String url, boolean hasSecret) {}

    Map<String, @Nullable Object> show() {
        var now = kept.find();
        var standing = notifications.standing();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("email", now.email() == null ? null : shown(now.email()));
        view.put(
                "webhook",
                now.webhook() == null
                        ? null
                        : new Webhook(now.webhook().url(), kept.secret().isPresent()));
        view.put("level", now.level());
        view.put("kinds", now.kinds());
        view.put("waiting", standing.waiting());
        view.put("problem", standing.problem());
        return view;
    }

    private Email shown(Channels.Email email) {
        return new Email(
                email.host(),
                email.port(),
                email.user(),
                kept.password().isPresent(),
                email.from(),
                email.to(),
                email.startTls());
    }

    void change(JsonNode body, Channels before, Difference difference) {
        var asked = Fields.object(body, "notifications");
        Fields.known(asked, ALL, "email", "webhook", "level", "kinds");
        var email = asked.has("email") ? email(asked.get("email"), before.email(), difference) : before.email();
        var webhook =
                asked.has("webhook") ? webhook(asked.get("webhook"), before.webhook(), difference) : before.webhook();
        var after = new Channels(email, webhook, level(asked, before.level()), kinds(asked, before.kinds()));
        difference.of(EMAIL.substring(0, EMAIL.length() - 1), before.email(), email);
        difference.of(WEBHOOK + "url", host(before.webhook()), host(webhook));
        difference.of(ALL + "level", before.level(), after.level());
        difference.of(ALL + "kinds", before.kinds(), after.kinds());
        kept.keep(after);
        notifications.hurry();
    }

    private Channels.@Nullable Email email(JsonNode body, Channels.@Nullable Email before, Difference difference) {
        if (body.isNull()) return null;
        var asked = Fields.object(body, ALL + "email");
        Fields.known(asked, EMAIL, "host", "port", "user", "password", "from", "to", "startTls");
        var known = before == null ? new Channels.Email("", USUAL_PORT, null, "", List.of(), true) : before;
        var email = new Channels.Email(
                host(Fields.text(asked, EMAIL, "host", known.host())),
                port(Fields.number(asked, EMAIL, "port", known.port())),
                Fields.text(asked, EMAIL, "user", known.user()),
                address("from", Objects.requireNonNullElse(Fields.text(asked, EMAIL, "from", known.from()), "")),
                addresses(Fields.texts(asked, EMAIL, "to", known.to())),
                Fields.yes(asked, EMAIL, "startTls", known.startTls()));
        if (email.user() != null && !email.isEncrypted() && !settings.allowHttp())
            throw new Problems.WrongField(
                    EMAIL + "startTls", "A password is sent encrypted only: switch STARTTLS on, or use port 465.");
        password(asked, known, email, difference);
        return email;
    }

    /** What was given for one server and user is not shown to another. */
    private void password(ObjectNode asked, Channels.Email before, Channels.Email email, Difference difference) {
        var given = Fields.text(asked, EMAIL, "password", null);
        if (given != null && email.user() == null)
            throw new Problems.WrongField(EMAIL + "user", "Whose password is that? Give the user, too.");
        var elsewhere = !before.host().equals(email.host())
                || before.port() != email.port()
                || !Objects.equals(before.user(), email.user());
        if (given == null
                && !asked.has("password")
                && elsewhere
                && email.user() != null
                && kept.password().isPresent())
            throw new Problems.WrongField(
                    EMAIL + "password", "Give the password again: it would go to another server or user.");
        if (!asked.has("password")) return;
        difference.of(EMAIL + "password", kept.password().orElse(null), given);
        kept.password(given);
    }

    private Channels.@Nullable Webhook webhook(
            JsonNode body, Channels.@Nullable Webhook before, Difference difference) {
        if (body.isNull()) return null;
        var asked = Fields.object(body, ALL + "webhook");
        Fields.known(asked, WEBHOOK, "url", "secret");
        var url = url(Fields.text(asked, WEBHOOK, "url", before == null ? null : before.url()));
        if (asked.has("secret")) {
            var secret = Fields.text(asked, WEBHOOK, "secret", null);
            difference.of(WEBHOOK + "secret", kept.secret().orElse(null), secret);
            kept.secret(secret);
        }
        return new Channels.Webhook(url);
    }

    /** Where it leads to is looked at again with each call. */
    private String url(@Nullable String asked) {
        try {
            var url = new URI(asked == null ? "" : asked);
            var web = "https".equalsIgnoreCase(url.getScheme())
                    || "http".equalsIgnoreCase(url.getScheme()) && settings.allowHttp();
            if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null) {
                notForbidden(WEBHOOK + "url", url.getHost(), settings.allowHttp());
                return url.toString();
            }
        } catch (URISyntaxException wrong) {
            // Told below.
        }
        throw new Problems.WrongField(
                WEBHOOK + "url", "Give a URL such as https://chat.acme.example/hooks/…, without a login in it.");
    }

    private static String host(@Nullable String asked) {
        if (asked == null || !asked.matches("[A-Za-z0-9.:_-]{1,255}"))
            throw new Problems.WrongField(EMAIL + "host", "Give the name of a mail server, such as mail.acme.example.");
        notForbidden(EMAIL + "host", asked, true);
        return asked;
    }

    /** A name that cannot be resolved now may be so later, and is looked at then. */
    private static void notForbidden(String field, String host, boolean thisMachine) {
        try {
            new NamesOutside(null, thisMachine).resolve(host.replaceAll("[\\[\\]]", ""));
        } catch (NamesOutside.OutOfBounds never) {
            throw new Problems.WrongField(field, "This cannot be " + never.getMessage() + ".");
        } catch (UnknownHostException notNow) {
            return;
        }
    }

    private static int port(int asked) {
        if (asked < 1 || asked > 65_535)
            throw new Problems.WrongField(EMAIL + "port", "A port is between 1 and 65535.");
        return asked;
    }

    private static List<String> addresses(List<String> asked) {
        if (asked.isEmpty() || asked.size() > MOST_TO)
            throw new Problems.WrongField(EMAIL + "to", "Give one to " + MOST_TO + " addresses.");
        asked.forEach(one -> address("to", one));
        return asked;
    }

    private static String address(String field, String asked) {
        try {
            new InternetAddress(asked, true).validate();
            if (asked.contains("@")) return asked;
        } catch (AddressException wrong) {
            // Told below.
        }
        throw new Problems.WrongField(
                EMAIL + field, "An address such as operations@acme.example is meant, not '" + asked + "'.");
    }

    private static Happening.Level level(ObjectNode asked, Happening.Level before) {
        if (!asked.has("level")) return before;
        var level = asked.get("level").asText();
        if (level.equals("ERROR") || level.equals("WARN")) return Happening.Level.valueOf(level);
        throw new Problems.WrongField(ALL + "level", "ERROR or WARN is meant, not '" + level + "'.");
    }

    private static List<String> kinds(ObjectNode asked, List<String> before) {
        var kinds = Fields.texts(asked, ALL, "kinds", before);
        for (var kind : kinds)
            if (!Channels.KINDS.contains(kind))
                throw new Problems.WrongField(
                        ALL + "kinds", "'%s' is none of %s.".formatted(kind, String.join(", ", Channels.KINDS)));
        return kinds.stream().distinct().toList();
    }

    /** The rest of such a URL is often as good as a password. */
    private static @Nullable String host(Channels.@Nullable Webhook webhook) {
        return webhook == null ? null : URI.create(webhook.url()).getHost() + " (…)";
    }
}
