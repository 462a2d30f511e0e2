package dev.drawbridge.security;

import org.springframework.security.authorization.AuthorizationDecision;

/** No, with the sentence that says what is wanted. */
final class Refusal extends AuthorizationDecision {
    private static final long serialVersionUID = 1;
    private final String sentence;

    Refusal(String sentence) {
        super(false);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
