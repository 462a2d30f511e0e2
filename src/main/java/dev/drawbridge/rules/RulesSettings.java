package dev.drawbridge.rules;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The administrators' rules.
 *
 * @param rulesDir the folder with one folder for each connection
 * @param rules how they run
 */
@ConfigurationProperties("drawbridge")
public record RulesSettings(@DefaultValue("./sync-rules") Path rulesDir, @DefaultValue Rules rules) {

    /**
     * How rules run.
     *
     * @param timeLimit the longest that one run of a rule may take, without the time that it waits for Jira
     * @param allowJars whether compiled classes in {@code lib/}, which no guard looks at, may be used
     */
    public record Rules(@DefaultValue("10s") Duration timeLimit, @DefaultValue("false") boolean allowJars) {}
}
