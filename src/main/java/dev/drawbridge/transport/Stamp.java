package dev.drawbridge.transport;

/**
 * When a message was signed, and what makes it different from all others of that second.
 *
 * @param created seconds since 1970
 * @param nonce 1 to 64 characters of base64url; a decimal number for calls that count
 */
record Stamp(long created, String nonce) {}
