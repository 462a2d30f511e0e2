package com.exalate.basic.domain;

/** The version of a hub object; nothing depends on it. */
public record BasicSemanticVersion(int major, int minor, int patch) {}
