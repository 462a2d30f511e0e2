package dev.drawbridge.rules;

/** Too many rules are running at once: nothing was run, and it is tried again. */
class RulesBusy extends RuntimeException {
    private static final long serialVersionUID = 1;

    RulesBusy(String message) {
        super(message);
    }
}
