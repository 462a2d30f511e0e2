package dev.drawbridge.sandbox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which fields a client asked for: {@code *all}, {@code *navigable}, names, and {@code -names} left out. */
record Wanted(boolean all, boolean navigable, Set<String> named, Set<String> without) {
    static final Wanted ALL = new Wanted(true, false, Set.of(), Set.of());

    /** @param names as sent; when there are none, {@code usual} holds */
    static Wanted of(List<String> names, String usual) {
        var named = new HashSet<String>();
        var without = new HashSet<String>();
        boolean all = false;
        boolean navigable = false;
        for (var list : names) {
            for (var name : list.split(",")) {
                var one = name.strip();
                if (one.equals("*all")) {
                    all = true;
                } else if (one.equals("*navigable")) {
                    navigable = true;
                } else if (one.startsWith("-")) {
                    without.add(one.substring(1));
                } else if (!one.isEmpty()) {
                    named.add(one);
                }
            }
        }
        if (!all && !navigable && named.isEmpty()) {
            all = usual.equals("*all");
            navigable = !all;
        }
        return new Wanted(all, navigable, named, without);
    }

    boolean has(Field field) {
        return !without.contains(field.id()) && (all || (navigable && field.navigable()) || named.contains(field.id()));
    }

    boolean hasParent() {
        return !without.contains("parent") && (all || navigable || named.contains("parent"));
    }
}
