package dev.drawbridge.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.AttributeConverter;
import java.util.List;

/** The terms after the first as one JSON column. */
class WinnerTerms implements AttributeConverter<List<Winner.Term>, String> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String convertToDatabaseColumn(List<Winner.Term> terms) {
        return JSON.valueToTree(terms).toString();
    }

    @Override
    public List<Winner.Term> convertToEntityAttribute(String column) {
        try {
            return JSON.readValue(column, new TypeReference<List<Winner.Term>>() {});
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("The terms of a connection in the store are damaged", damaged);
        }
    }
}
