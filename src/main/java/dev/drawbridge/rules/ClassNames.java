package dev.drawbridge.rules;

import dev.drawbridge.rules.guard.Allowed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classes by the names that a rule uses: its external scripts, what it imports, and what Groovy imports for it. */
final class ClassNames {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+([\\w.]+)(\\.\\*)?(?:\\s+as\\s+(\\w+))?");
    private static final List<String> ALWAYS = List.of("java.lang", "java.util", "java.math");

    private final Map<String, Class<?>> scripts;
    private final Map<String, String> imported = new HashMap<>();
    private final List<String> packages = new ArrayList<>(ALWAYS);

    /** @param scripts external scripts by the names of their classes */
    ClassNames(Map<String, Class<?>> scripts, String text) {
        this.scripts = scripts;
        var imports = IMPORT.matcher(text);
        while (imports.find()) {
            var name = imports.group(1);
            if (imports.group(2) != null) packages.add(name);
            else imported.put(imports.group(3) != null ? imports.group(3) : last(name), name);
        }
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The class itself; null when there is none that a rule may name. */
    @Nullable
    Known find(String name) {
        if (!Character.isUpperCase(name.charAt(0))) return null;
        var whole = imported.get(name);
        if (whole != null) return loaded(whole);
        if (scripts.containsKey(name)) return Known.itself(scripts.get(name));
        for (var home : packages) {
            var found = loaded(home + "." + name);
            if (found != null) return found;
        }
        return null;
    }

    /** Those worth offering: external scripts and what is imported. */
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        scripts.keySet().stream().filter(name -> !name.contains(".")).forEach(names::add);
        imported.keySet().stream().filter(name -> find(name) != null).forEach(names::add);
        return names;
    }

    private @Nullable Known loaded(String name) {
        if (scripts.containsKey(name)) return Known.itself(scripts.get(name));
        try {
            var type = Class.forName(name, false, ClassNames.class.getClassLoader());
            return Allowed.type(type) ? Known.itself(type) : null;
        } catch (ClassNotFoundException | LinkageError none) {
            return null;
        }
    }
}
