package dev.drawbridge.rules;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a value in a rule that is being written.
 *
 * @param type its class; a class itself when {@code itself}
 * @param element class of its elements; null when it has none, or they are not known
 * @param names of what it is the name, such as of a status; null when it is no such name
 * @param field the custom field that it is, or is of, by name or number
 * @param theirs it came from the partner, whose names this Jira does not know
 */
record Known(
        Class<?> type,
        @Nullable Class<?> element,
        @Nullable Class<?> names,
        @Nullable String field,
        boolean theirs,
        boolean itself) {

    static Known of(Class<?> type) {
        return new Known(type, null, null, null, false, false);
    }

    static Known many(Class<?> type, @Nullable Class<?> element) {
        return new Known(type, element, null, null, false, false);
    }

    /** The class, and not one of its objects. */
    static Known itself(Class<?> type) {
        return new Known(type, null, null, null, false, true);
    }

    Known naming(Class<?> what) {
        return new Known(type, element, what, field, theirs, itself);
    }

    Known ofField(@Nullable String name) {
        return new Known(type, element, names, name, theirs, itself);
    }

    Known fromPartner(boolean from) {
        return new Known(type, element, names, field, theirs || from, itself);
    }

    /** Of what choices there are for it. */
    Class<?> domain() {
        return names != null ? names : element != null ? element : type;
    }
}
