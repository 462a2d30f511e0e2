package dev.drawbridge.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which transitions each status offers; ids are given in the order of mention, equal names to equal targets share one. */
final class Workflow {
    /**
     * A transition of one status.
     *
     * @param screen ids of the fields that can be set on the way
     * @param required ids of those that must be
     */
    record Step(String id, String name, Catalog.Status to, Set<String> screen, Set<String> required) {}

    final String name;
    private final Map<String, List<Step>> steps = new LinkedHashMap<>();
    private final Catalog.Status first;

    Workflow(String name, Catalog catalog, Map<String, List<Transition>> transitions) {
        this.name = name;
        var ids = new LinkedHashMap<Transition, String>();
        transitions
                .values()
                .forEach(list -> list.forEach(transition ->
                        ids.computeIfAbsent(transition, ignored -> String.valueOf(11 + 10 * ids.size()))));
        transitions.forEach((from, list) -> steps.put(
                catalog.status(from).id(),
                list.stream()
                        .map(transition -> new Step(
                                String.valueOf(ids.get(transition)),
                                transition.name(),
                                catalog.status(transition.to()),
                                transition.screen(),
                                transition.required()))
                        .toList()));
        first = catalog.status(transitions.keySet().iterator().next());
        // Statuses that are only led to belong to the workflow too.
        transitions
                .values()
                .forEach(list -> list.forEach(transition ->
                        steps.putIfAbsent(catalog.status(transition.to()).id(), List.of())));
    }

    static Workflow simple(Catalog catalog) {
        var anywhere = List.of(
                Transition.to("To Do"),
                Transition.to("In Progress"),
                Transition.to("Done").asking("resolution"));
        var transitions = new LinkedHashMap<String, List<Transition>>();
        anywhere.forEach(transition -> transitions.put(transition.to(), anywhere));
        return new Workflow("Software Simplified Workflow", catalog, transitions);
    }

    Catalog.Status first() {
        return first;
    }

    boolean has(Catalog.Status status) {
        return steps.containsKey(status.id());
    }

    List<String> statusIds() {
        return List.copyOf(steps.keySet());
    }

    List<Step> from(Catalog.Status status) {
        return steps.getOrDefault(status.id(), List.of());
    }
}
