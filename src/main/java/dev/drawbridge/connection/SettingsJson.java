package dev.drawbridge.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.persistence.AttributeConverter;

/** A connection's settings as one JSON column; a setting that an older row lacks takes its default. */
class SettingsJson implements AttributeConverter<ConnectionSettings, String> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    @Override
    public String convertToDatabaseColumn(ConnectionSettings settings) {
        return JSON.valueToTree(settings).toString();
    }

    @Override
    public ConnectionSettings convertToEntityAttribute(String column) {
        try {
            var merged = JSON.valueToTree(ConnectionSettings.DEFAULTS);
            JSON.readerForUpdating(merged).readTree(column);
            return JSON.treeToValue(merged, ConnectionSettings.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("The settings of a connection in the store are damaged", damaged);
        }
    }
}
