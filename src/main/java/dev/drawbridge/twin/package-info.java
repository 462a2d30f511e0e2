/** The pair of a local and a remote issue: what each side has heard and seen, and what a change amounts to. */
@NullMarked
@ApplicationModule(allowedDependencies = {"queue", "replica", "connection", "journal", "secrets"})
package dev.drawbridge.twin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
