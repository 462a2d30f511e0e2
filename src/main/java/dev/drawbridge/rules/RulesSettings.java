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
 * @param allowHttp whether hosts on this machine may be called by them: for a trial
 */
@ConfigurationProperties("drawbridge")
public record RulesSettings(
        @DefaultValue("./sync-rules") Path rulesDir,
        @DefaultValue Rules rules,
        @DefaultValue("false") boolean allowHttp) {

    /**
     * How rules run.
     *
     * @param timeLimit the longest that one run of a rule may take, without the time that it waits for Jira
     * @param publish whether a changed file is taken into use by itself, or by an administrator's Publish only
     * @param allowJars whether compiled classes in {@code lib/}, which no guard looks at, may be used
     * @param isolation where rules run
     * @param memory megabytes of a process of its own
     * @param processes how many of these there are at most
     */
    public record Rules(
            @DefaultValue("10s") Duration timeLimit,
            @DefaultValue("auto") Publish publish,
            @DefaultValue("false") boolean allowJars,
            @DefaultValue("none") Where isolation,
            @DefaultValue("128") int memory,
            @DefaultValue("2") int processes) {
        public Rules {
            if (memory < 32)
                throw new IllegalArgumentException(
                        "drawbridge.rules.memory must be 32 (MB) at least, not " + memory + ".");
            if (processes < 1)
                throw new IllegalArgumentException(
                        "drawbridge.rules.processes must be 1 at least, not " + processes + ".");
        }
    }

    /** When a changed file is taken into use. */
    public enum Publish {
        AUTO,
        MANUAL
    }

    /** Rules run in the process of the node, or in processes of their own. */
    public enum Where {
        NONE,
        PROCESS
    }
}
