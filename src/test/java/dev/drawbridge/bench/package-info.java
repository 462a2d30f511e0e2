/** Measures two nodes as processes of their own, between two simulated Jiras whose calls are counted; bin/bench starts it. */
@NullMarked
package dev.drawbridge.bench;

import org.jspecify.annotations.NullMarked;
