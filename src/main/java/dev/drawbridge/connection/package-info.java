/** How issues of this Jira are kept in sync with those of a peer: connections, invitations, triggers and their states. */
@NullMarked
@ApplicationModule(allowedDependencies = {"replica", "journal", "secrets"})
package dev.drawbridge.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
