package dev.drawbridge.connection;

import jakarta.persistence.AttributeConverter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** The scope of a connection as one column: project keys, the one for the incoming sync first. */
class ProjectKeys implements AttributeConverter<List<String>, String> {
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    static List<String> withFirst(String first, List<String> others) {
        var all = new LinkedHashSet<String>();
        all.add(first);
        all.addAll(others);
        for (var key : all)
            if (!KEY.matcher(key).matches()) throw new IllegalArgumentException("Not a project key: '" + key + "'");
        return new ArrayList<>(all);
    }

    @Override
    public String convertToDatabaseColumn(List<String> keys) {
        return String.join(",", keys);
    }

    @Override
    public List<String> convertToEntityAttribute(String column) {
        return List.of(column.split(","));
    }
}
