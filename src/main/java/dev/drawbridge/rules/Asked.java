package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.twin.Wishes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule asked for in one run besides the values of fields. A run changes nothing by itself: all of it is planned. */
final class Asked {
    private final Set<Plan.Step> first = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> delete = new LinkedHashSet<>();
    private final Set<String> alsoSync = new LinkedHashSet<>();
    private final List<ObjectNode> stored = new ArrayList<>();
    private @Nullable String transition;
    private @Nullable ObjectNode halfway;
    private boolean syncBack;
    private boolean unsync;

    /** A version or component that must be there before the issue can name it. */
    void beforehand(Plan.Step step) {
        first.add(step);
    }

    /** One transition by its name, after everything else. */
    void transition(String name) {
        transition = name;
    }

    /** A sentence for the timeline of the issue: something was done otherwise than the rule said. */
    void note(String sentence) {
        notes.add(sentence);
    }

    /** The wishes so far are to be written before those that follow. */
    void stored(ObjectNode issue) {
        stored.add(issue);
    }

    /** The issue is to be made as it is so far, and the rule runs once more when it is there. */
    void halfway(ObjectNode issue) {
        halfway = issue;
    }

    /** The issue as it was when the rule was stopped for that; null when it came to its end. */
    @Nullable
    ObjectNode halfway() {
        return halfway;
    }

    void syncBack() {
        syncBack = true;
    }

    void unsync() {
        unsync = true;
    }

    /** A local issue is to be deleted once all is done. */
    void delete(String issue) {
        delete.add(issue);
    }

    /** Another local issue is to come under sync, by its key or number. */
    void sync(String issue) {
        alsoSync.add(issue);
    }

    Wishes wishes() {
        return new Wishes(
                List.copyOf(first),
                stored,
                transition,
                halfway != null,
                notes,
                new Wishes.Afterwards(syncBack, unsync, alsoSync, delete));
    }
}
