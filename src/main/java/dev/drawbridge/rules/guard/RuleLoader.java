package dev.drawbridge.rules.guard;

import groovy.lang.GroovyClassLoader;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/** Holds the classes of one version of a connection's rules, which go when nothing refers to them any more. */
public final class RuleLoader extends GroovyClassLoader {
    private final Map<String, byte[]> waiting = new ConcurrentHashMap<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final CompilerConfiguration configuration;

    RuleLoader(ClassLoader parent, CompilerConfiguration configuration) {
        super(parent, configuration, false);
        this.configuration = configuration;
    }

    /** How its classes are to be compiled. */
    public CompilerConfiguration configuration() {
        return configuration;
    }

    /** Takes classes that belong together; they may refer to each other in any order. */
    public List<Class<?>> define(Map<String, byte[]> classes) {
        waiting.putAll(classes);
        names.addAll(classes.keySet());
        return classes.keySet().stream().<Class<?>>map(this::defined).toList();
    }

    private Class<?> defined(String name) {
        try {
            return loadClass(name, false, true);
        } catch (ClassNotFoundException impossible) {
            throw new NoClassDefFoundError(name);
        }
    }

    /** Its classes are not needed any more; Groovy would remember them until the memory is full. */
    public void forget() {
        names.forEach(name -> {
            var known = findLoadedClass(name);
            if (known != null) InvokerHelper.removeClass(known);
        });
    }

    @Override
    public Class<?> loadClass(String name, boolean lookup, boolean prefer, boolean resolve)
            throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            if (known != null) return known;
            var bytes = waiting.remove(name);
            return bytes == null
                    ? super.loadClass(name, lookup, prefer, resolve)
                    : defineClass(name, bytes, 0, bytes.length);
        }
    }

    /** Classes that no guard has looked at. */
    static final class Jars extends URLClassLoader {
        Jars(List<URL> jars, ClassLoader parent) {
            super(jars.toArray(URL[]::new), parent);
        }
    }

    /** Archives that a class of a rule was compiled with. */
    public static List<URL> archives(Class<?> rule) {
        return rule.getClassLoader() instanceof RuleLoader loader && loader.getParent() instanceof Jars jars
                ? List.of(jars.getURLs())
                : List.of();
    }

    static boolean isRule(@Nullable ClassLoader loader) {
        for (var each = loader; each != null && !(each instanceof Jars); each = each.getParent())
            if (each instanceof RuleLoader) return true;
        return false;
    }
}
