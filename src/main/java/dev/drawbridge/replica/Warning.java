package dev.drawbridge.replica;

/** A part that could not be applied while the rest was: which field, why, and what a person can do about it. */
public record Warning(String field, String reason, String remedy) {}
