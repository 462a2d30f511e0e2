package dev.drawbridge.twin;

/** There are errands of rules to be run. */
public record ErrandsWait() {}
