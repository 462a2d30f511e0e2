/** How two nodes talk: signed calls and answers, and what is refused before anything of them is read. */
@NullMarked
@ApplicationModule(allowedDependencies = {"queue", "twin", "connection", "replica", "journal", "secrets", "http"})
package dev.drawbridge.transport;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
