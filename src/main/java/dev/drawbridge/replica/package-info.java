/** What one side tells the other: the neutral issue, its canonical form, its differences and the three-way merge. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.drawbridge.replica;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
