package dev.drawbridge.rules;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the folder of a connection, and what of it is in use.
 *
 * @param inUse version of the rules in use; null when there never was a good one
 * @param files version of what is in the folder now
 * @param changed the two differ: not taken yet, not published, or broken
 * @param problem what is wrong with the newest files that were looked at
 */
public record RuleState(
        @Nullable String inUse, String files, boolean changed, @Nullable RuleBroken problem, List<Text> rules) {

    /**
     * One of the two.
     *
     * @param file as administrators know it, below the rules folder
     * @param version that of the text in the file; null when it cannot be read
     * @param versionInUse that of the text in use; null when there is none
     * @param modified when the file was written last; null for a built-in rule
     */
    public record Text(
            String direction,
            String file,
            @Nullable String version,
            @Nullable String versionInUse,
            @Nullable Instant modified) {

        /** Whether what is in the file is not what is in use. */
        public boolean isChanged() {
            return version != null && !version.equals(versionInUse);
        }
    }
}
