package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Plan;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the incoming rule asked for because of the newest state, besides values of fields.
 *
 * @param first what must be there before the issue can name it, such as a version
 * @param stored states of the issue that are to be written one after the other, before what the rule ended with
 * @param transition name of a transition to make after everything else, where Jira offers it
 * @param halfway the issue is to be made as far as the rule came, which then runs once more on it
 * @param notes sentences for the timeline of the issue: something is done otherwise than the rule says
 */
public record Wishes(
        List<Plan.Step> first,
        List<ObjectNode> stored,
        @Nullable String transition,
        boolean halfway,
        Set<String> notes,
        Afterwards afterwards) {
    public static final Wishes NONE =
            new Wishes(List.of(), List.of(), null, false, Set.of(), new Afterwards(false, false, Set.of(), Set.of()));

    public Wishes {
        first = List.copyOf(first);
        stored = List.copyOf(stored);
        notes = Set.copyOf(notes);
    }

    /**
     * What is to happen once the apply is settled.
     *
     * @param syncBack the partner is told what this apply made of the issue
     * @param unsync the sync of the issue ends
     * @param alsoSync other local issues that come under sync, by key or number
     * @param delete local issues that are deleted, by key
     */
    public record Afterwards(boolean syncBack, boolean unsync, Set<String> alsoSync, Set<String> delete) {
        public Afterwards {
            alsoSync = Set.copyOf(alsoSync);
            delete = Set.copyOf(delete);
        }
    }
}
