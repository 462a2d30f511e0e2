package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mentions in the partner's texts: a user name of theirs must not call somebody here who happens to have the same. */
final class Mentions {
    private static final Pattern MENTION = Pattern.compile("\\[~([^\\]\\s]+)]");

    private Mentions() {}

    /** Each mention as one of our user, where that person is known here, else as the name in plain text. */
    static String ours(String text, JsonNode theirs, People people) {
        if (!text.contains("[~")) return text;
        return MENTION.matcher(text).replaceAll(found -> {
            var person = theirs.path(found.group(1));
            var here = people.local(person)
                    .map(user -> "[~" + user.path("username").asText() + "]");
            return Matcher.quoteReplacement(here.orElseGet(
                    () -> "@" + Clean.line(person.path("displayName").asText(found.group(1)))));
        });
    }
}
