package dev.drawbridge.rules;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why {@code issue.customFields."Severity".value} met a null: Groovy's own sentence does not name the field. */
final class NoSuchField {
    private static final Pattern SENTENCE = Pattern.compile("Cannot ([sg])et property 'value' on null object");
    private static final Pattern FIELD = Pattern.compile(
            "(\\w+)\\s*\\??\\.\\s*customFields\\s*(?:\\.\\s*|\\[\\s*)(?:\"([^\"$]+)\"|'([^']+)'|(\\w+))\\s*]?\\s*\\.\\s*value\\b"
                    + "(?!\\s*\\??\\.\\s*value\\b)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?<![=!<>])[+-]?=(?![=~])");

    private NoSuchField() {}

    /**
     * A sentence that names the field, where there is no doubt which one it is.
     *
     * @param message what Groovy said
     * @param line what stands in the line where it happened
     */
    static Optional<String> named(String message, @Nullable String line) {
        var sentence = SENTENCE.matcher(message);
        if (line == null || !sentence.matches()) return Optional.empty();
        var assignment = ASSIGNMENT.matcher(line);
        var isSet = sentence.group(1).equals("s");
        var border = assignment.find() ? assignment.start() : line.length();
        var fields = FIELD.matcher(line).results().toList();
        var before = fields.stream().filter(field -> field.start() < border).toList();
        var after = fields.subList(before.size(), fields.size());
        var suspects = isSet || after.isEmpty() ? before : after;
        return suspects.size() == 1 ? Optional.of(message + ": " + why(suspects.get(0))) : Optional.empty();
    }

    private static String why(MatchResult field) {
        var name = field.group(2) != null ? field.group(2) : field.group(3) != null ? field.group(3) : field.group(4);
        return switch (field.group(1)) {
            case "issue" -> "this Jira has no custom field '" + name + "' for the issue";
            case "replica" -> "the partner sends no custom field '" + name + "'";
            default -> "there is no custom field '" + name + "' in it";
        };
    }
}
