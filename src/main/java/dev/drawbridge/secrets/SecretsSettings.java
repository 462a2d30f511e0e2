package dev.drawbridge.secrets;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key lies with which secrets are sealed.
 *
 * @param dataDir the node's data folder
 * @param masterKeyFile the key's file, made at the first start; by default in the data folder
 */
@ConfigurationProperties("drawbridge")
public record SecretsSettings(@DefaultValue("./data") Path dataDir, @Nullable Path masterKeyFile) {

    Path keyFile() {
        return masterKeyFile == null ? dataDir.resolve("master.key") : masterKeyFile;
    }
}
