package dev.drawbridge.sandbox;

import java.util.Collection;
import java.util.Optional;

/** A thing of the catalogue that a client may name by id or by name. */
interface Named {
    String id();

    String name();

    static <T extends Named> Optional<T> byId(Collection<T> all, String id) {
        return all.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    static <T extends Named> Optional<T> byName(Collection<T> all, String name) {
        return all.stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
    }

    static <T extends Named> Optional<T> find(Collection<T> all, String idOrName) {
        return byId(all, idOrName).or(() -> byName(all, idOrName));
    }
}
