package dev.drawbridge.jira;

import java.util.Collection;
import org.springframework.stereotype.Component;

/** What the query of a trigger finds in our Jira now. */
@Component
public class Matches {
    private final Search search;

    Matches(Search search) {
        this.search = search;
    }

    /**
     * How many issues of these projects match.
     *
     * @throws IllegalArgumentException with Jira's own words when it does not take the query
     * @throws JiraTrouble when Jira cannot be asked
     */
    public int count(Collection<String> projects, String jql) {
        try {
            return search.count(projects, jql);
        } catch (JiraTrouble refusal) {
            if (refusal.kind() != JiraTrouble.Kind.INVALID) throw refusal;
            throw new IllegalArgumentException(refusal.sentence(), refusal);
        }
    }
}
