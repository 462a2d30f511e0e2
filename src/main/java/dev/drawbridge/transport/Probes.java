package dev.drawbridge.transport;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Questions to addresses that may turn out to be our own: each carries a word that only this node knows again. */
@Component
class Probes {
    static final String FIELD = "drawbridge-probe";

    private final SecureRandom chance;
    private final Map<String, Boolean> arrived = new ConcurrentHashMap<>();

    Probes(SecureRandom chance) {
        this.chance = chance;
    }

    String begin() {
        var word = new byte[16];
        chance.nextBytes(word);
        var probe = Base64.getUrlEncoder().withoutPadding().encodeToString(word);
        arrived.put(probe, false);
        return probe;
    }

    /** Somebody asked us with that word. */
    void arrived(String probe) {
        arrived.replace(probe, true);
    }

    /** Whether it was ourselves whom the question reached. */
    boolean end(String probe) {
        return Boolean.TRUE.equals(arrived.remove(probe));
    }
}
