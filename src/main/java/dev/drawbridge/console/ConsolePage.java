package dev.drawbridge.console;

/** A controller whose answers are pages for people. */
interface ConsolePage {}
