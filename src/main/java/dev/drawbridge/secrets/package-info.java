/** Sealing and opening what must not lie readable in the store. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.drawbridge.secrets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
