package dev.drawbridge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connection.HandshakeProof.By;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class HandshakeProofTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final InvitationSecret secret = InvitationSecret.make(new SecureRandom());

    @Test
    void theSameWordsInAnyOrderOfFieldsHaveTheSameProof() throws Exception {
        assertThat(proof(By.INVITEE, "{\"a\":1,\"b\":{\"d\":[2,3],\"c\":\"x\"}}")
                        .matches(proof(By.INVITEE, "{\"b\":{\"c\":\"x\",\"d\":[2,3]},\"a\":1}")))
                .isTrue();
    }

    @Test
    void oneOtherCharacterDirectionInvitationOrSecretIsAnotherProof() throws Exception {
        HandshakeProof proof = proof(By.INVITEE, "{\"a\":\"x\"}");
        JsonNode said = JSON.readTree("{\"a\":\"x\"}");

        assertThat(proof.matches(proof(By.INVITEE, "{\"a\":\"x \"}"))).isFalse();
        assertThat(proof.matches(proof(By.INVITEE, "{\"a\":[\"x\"]}"))).isFalse();
        assertThat(proof.matches(proof(By.INVITER, "{\"a\":\"x\"}"))).isFalse();
        assertThat(proof.matches(HandshakeProof.of(secret, "other", By.INVITEE, said)))
                .isFalse();
        InvitationSecret guess = InvitationSecret.make(new SecureRandom());
        assertThat(proof.matches(HandshakeProof.of(guess, "id", By.INVITEE, said)))
                .isFalse();
        assertThat(proof.matches(new HandshakeProof(""))).isFalse();
    }

    @Test
    void numbersTextsAndBordersBetweenMessagesDoNotBlur() throws Exception {
        assertThat(proof(By.INVITEE, "{\"a\":1}").matches(proof(By.INVITEE, "{\"a\":\"1\"}")))
                .isFalse();
        assertThat(proof(By.INVITEE, "[1,2]").matches(proof(By.INVITEE, "[1]", "[2]")))
                .isFalse();
        assertThat(proof(By.INVITEE, "\"a\\nb\"").matches(proof(By.INVITEE, "\"a\"", "\"b\"")))
                .isFalse();
    }

    @Test
    void aProofIsNotPrinted() throws Exception {
        HandshakeProof proof = proof(By.INVITEE, "{}");

        assertThat(proof.toString()).doesNotContain(proof.value());
        assertThat(secret.toString()).doesNotContain(secret.value());
    }

    private HandshakeProof proof(By by, String... messages) throws Exception {
        JsonNode[] said = new JsonNode[messages.length];
        for (int i = 0; i < messages.length; i++) {
            said[i] = JSON.readTree(messages[i]);
        }
        return HandshakeProof.of(secret, "id", by, said);
    }
}
