/** The admin API and the pages: what administrators do with a node from outside. */
@NullMarked
@ApplicationModule
package dev.drawbridge.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
