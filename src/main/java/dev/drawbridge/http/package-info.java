/** How this node dials out: through which proxy, whose certificates it trusts, how long it waits. */
@NullMarked
@ApplicationModule(allowedDependencies = {"secrets"})
package dev.drawbridge.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
