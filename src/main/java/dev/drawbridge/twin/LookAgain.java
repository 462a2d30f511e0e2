package dev.drawbridge.twin;

/** The issue could not be looked at just now, or something made it worth another look. */
public record LookAgain(long issueId) {}
