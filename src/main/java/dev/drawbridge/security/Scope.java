package dev.drawbridge.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a token is good for; never more than its owner may do. */
public enum Scope {
    /** What a viewer sees. */
    READ(Level.VIEWER),
    /** Health, metrics, the node and its connections. */
    MONITOR(Level.VIEWER),
    /** Sync, unsync and connect single issues, and look how they are. */
    SYNC(Level.OPERATOR),
    /** Everything that its owner may do. */
    ADMIN(Level.ADMINISTRATOR);

    private final Level owner;

    Scope(Level owner) {
        this.owner = owner;
    }

    /** The least level of somebody who may hand this scope out. */
    Level owner() {
        return owner;
    }

    @JsonCreator
    public static Scope of(String word) {
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scopes are %s, not '%s'."
                        .formatted(Arrays.stream(values()).map(Scope::word).collect(Collectors.joining(", ")), word)));
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
