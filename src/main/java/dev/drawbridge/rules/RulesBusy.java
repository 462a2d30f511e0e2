package dev.drawbridge.rules;

/** A rule could not be run now, or not to its end, for a reason that passes: it is tried again. */
class RulesBusy extends RuntimeException {
    private static final long serialVersionUID = 1;

    RulesBusy(String message) {
        super(message);
    }
}
