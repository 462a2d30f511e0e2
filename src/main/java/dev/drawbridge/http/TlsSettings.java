package dev.drawbridge.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whom this node trusts when it dials.
 *
 * @param trust a PEM file with certificates, such as those of the company's own authority; they are added to the JDK's
 */
@ConfigurationProperties("drawbridge.tls")
public record TlsSettings(@Nullable Path trust) {}
