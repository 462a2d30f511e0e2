/** What a rule may not do: checks that are woven into its code when it is compiled, and made while it runs. */
@NullMarked
package dev.drawbridge.rules.guard;

import org.jspecify.annotations.NullMarked;
