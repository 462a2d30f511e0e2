package dev.drawbridge.queue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is used.
 *
 * @param store the file of the store, or the URL of its database without options
 * @param jiraUrl base URL of the Jira beside it
 * @param publicUrl how partners reach it; null where they cannot
 * @param machine what the machine calls itself; null where it does not
 */
public record Place(String store, String jiraUrl, @Nullable String publicUrl, @Nullable String machine) {

    /** In what another place differs, each as old → new; empty when it is this one. */
    List<String> differences(Place other) {
        var differences = new ArrayList<String>();
        if (!store.equals(other.store)) differences.add("the store: %s → %s".formatted(store, other.store));
        if (!address(jiraUrl).equals(address(other.jiraUrl)))
            differences.add("Jira: %s → %s".formatted(jiraUrl, other.jiraUrl));
        if (publicUrl != null && other.publicUrl != null && !address(publicUrl).equals(address(other.publicUrl)))
            differences.add("the public URL: %s → %s".formatted(publicUrl, other.publicUrl));
        if (machine != null && other.machine != null && !machine.equals(other.machine))
            differences.add("the machine: %s → %s".formatted(machine, other.machine));
        return differences;
    }

    /**
     * Host and context path. A Jira or a node that gets TLS or another port is the same one behind another door; a copy
     * for tests has another host, another context, or another store.
     */
    private static String address(String url) {
        try {
            var parsed = URI.create(url.strip());
            var host = Objects.requireNonNullElse(parsed.getHost(), "").toLowerCase(Locale.ROOT);
            return host + Objects.requireNonNullElse(parsed.getRawPath(), "").replaceFirst("/+$", "");
        } catch (IllegalArgumentException none) {
            return url;
        }
    }
}
