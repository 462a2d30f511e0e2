package dev.drawbridge;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The folders of a node.
 *
 * @param routesDir the order of the verbs, as YAML files that are loaded from outside the jar
 * @param rulesDir the administrators' rules, one folder for each connection
 * @param dataDir the store, the spool and the master key; of this process alone
 */
@ConfigurationProperties("drawbridge")
record FolderSettings(
        @DefaultValue("./routes") Path routesDir,
        @DefaultValue("./sync-rules") Path rulesDir,
        @DefaultValue("./data") Path dataDir) {}
