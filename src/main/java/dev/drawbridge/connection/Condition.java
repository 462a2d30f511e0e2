package dev.drawbridge.connection;

/** How a connection is, beside what was decided. */
public enum Condition {
    OK,
    ACCEPTING,
    NEEDS_APPROVAL,
    EXPIRED,
    UNREACHABLE,
    REFUSED,
    DEACTIVATED_THERE,
    RECONCILE,
    UPGRADE,
    SCOPE
}
