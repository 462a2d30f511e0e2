package com.exalate.basic.domain.hubobject.v1;

import groovy.lang.GroovyObject;
import groovy.lang.MetaClass;
import groovy.lang.MissingMethodException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of an issue and its parts: a map whose well-known keys have a type. Nothing is missing, only unset, and
 * reads as null. {@code x.name}, {@code x.getName()} and {@code x["name"]} are the same, for reading and for writing.
 */
public abstract class HubObject extends LinkedHashMap<String, @Nullable Object> implements GroovyObject {
    private static final long serialVersionUID = 1;

    private transient @Nullable MetaClass metaClass;

    /** Who hears in this thread of every key that is set, from now on; null ends it. */
    public static void listen(@Nullable BiConsumer<HubObject, String> listener) {
        if (listener == null) Listening.LISTENER.remove();
        else Listening.LISTENER.set(listener);
    }

    /** Who listens. */
    private static final class Listening {
        private static final ThreadLocal<@Nullable BiConsumer<HubObject, String>> LISTENER = new ThreadLocal<>();
    }

    /** Another spelling of a key; the key itself where there is none. */
    protected String key(String name) {
        return name;
    }

    /** What stands for a key that nobody has set. */
    protected @Nullable Object unset(String key) {
        return null;
    }

    /** The value in the type that the key has, however it was given. */
    protected @Nullable Object typed(String key, @Nullable Object value) {
        return value;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        var key = key(String.valueOf(name));
        if (containsKey(key)) return super.get(key);
        if (key.endsWith("Str")) {
            var value = get(key.substring(0, key.length() - 3));
            return value == null ? null : value.toString();
        }
        return unset(key);
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        var key = key(name);
        var listener = Listening.LISTENER.get();
        if (listener != null) listener.accept(this, key);
        return super.put(key, typed(key, value));
    }

    @Override
    public void putAll(Map<? extends String, ? extends @Nullable Object> all) {
        all.forEach(this::put);
    }

    /** All that is set, by its name. */
    public Map<String, @Nullable Object> getProperties() {
        return new LinkedHashMap<>(this);
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return get(name);
    }

    @Override
    public void setProperty(String name, @Nullable Object value) {
        put(name, value);
    }

    /** Getters and setters of all keys: {@code getSummary()}, {@code isInternal()}, {@code setSummary(text)}. */
    public @Nullable Object methodMissing(String name, Object arguments) {
        var given = arguments instanceof Object[] several ? several : new Object[] {arguments};
        if (given.length == 0 && isAccessor(name, "get")) return get(property(name, 3));
        if (given.length == 0 && isAccessor(name, "is")) return Boolean.TRUE.equals(get(property(name, 2)));
        if (given.length == 1 && isAccessor(name, "set")) {
            put(property(name, 3), given[0]);
            return this;
        }
        throw new MissingMethodException(name, getClass(), given);
    }

    private static boolean isAccessor(String name, String prefix) {
        return name.length() > prefix.length()
                && name.startsWith(prefix)
                && Character.isUpperCase(name.charAt(prefix.length()));
    }

    private static String property(String name, int prefix) {
        return Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
    }

    @Override
    public MetaClass getMetaClass() {
        if (metaClass == null) metaClass = InvokerHelper.getMetaClass(getClass());
        return metaClass;
    }

    @Override
    public void setMetaClass(MetaClass other) {
        throw new UnsupportedOperationException("A rule cannot change how hub objects work");
    }
}
