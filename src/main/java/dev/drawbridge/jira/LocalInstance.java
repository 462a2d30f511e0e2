package dev.drawbridge.jira;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The Jira beside this node. */
@Component
public class LocalInstance {
    private final Door door;
    private final JiraSettings settings;

    LocalInstance(Door door, JiraSettings settings) {
        this.door = door;
        this.settings = settings;
    }

    /**
     * How it is at this moment.
     *
     * @param version what Jira says of itself, null when it cannot be asked
     * @param problem why it cannot be used, in a sentence; null when it can
     */
    public record Condition(
            URI url, @Nullable String version, String user, boolean reachable, @Nullable String problem) {}

    /** Its base URL, as people know it. */
    public String url() {
        return settings.url().toString();
    }

    /** The base URL that Jira itself tells, which may differ from the one by which this node reaches it. */
    public String declaredUrl() {
        try {
            return door.get("/rest/api/2/serverInfo").body().path("baseUrl").asText(url());
        } catch (JiraTrouble trouble) {
            return url();
        }
    }

    /** Asks Jira for its version, with the proxy user's login. */
    public Condition look() {
        try {
            var answer = door.get("/rest/api/2/serverInfo");
            var version = answer.body().path("version").asText("unknown");
            try {
                door.requireUs(answer);
                return new Condition(settings.url(), version, settings.user(), true, null);
            } catch (JiraTrouble stranger) {
                return new Condition(settings.url(), version, settings.user(), true, stranger.sentence());
            }
        } catch (JiraTrouble trouble) {
            return new Condition(settings.url(), null, settings.user(), false, trouble.sentence());
        }
    }
}
