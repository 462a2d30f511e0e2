package dev.drawbridge.rules;

import com.exalate.api.domain.connection.IConnection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code connection} in rules. */
public final class ConnectionFacts implements IConnection {
    private final Terms terms;

    ConnectionFacts(Terms terms) {
        this.terms = terms;
    }

    @Override
    public String getName() {
        return terms.name();
    }

    /** Key of the project in which issues of the partner are made. */
    public String getIncomingProject() {
        return terms.incomingProject();
    }

    @Override
    public Map<String, @Nullable Object> getRemoteInstance() {
        var facts = new HashMap<String, @Nullable Object>();
        facts.put("name", terms.remoteShort());
        facts.put("url", terms.remoteJiraUrl());
        return facts;
    }

    @Override
    public Map<String, @Nullable Object> getFieldValues() {
        return Map.of();
    }
}
