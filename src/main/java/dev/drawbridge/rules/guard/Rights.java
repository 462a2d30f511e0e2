package dev.drawbridge.rules.guard;

import groovy.lang.Closure;
import groovy.lang.Script;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which members of a class a rule may use; decided once for each name. */
final class Rights {
    private static final int REMEMBERED = 2_000;

    /** Names that Groovy or Java give to every object, and that lead out of the rule. */
    private static final Set<String> NEVER = Set.of(
            "getClass",
            "class",
            "getMetaClass",
            "setMetaClass",
            "metaClass",
            "evaluate",
            "notify",
            "notifyAll",
            "wait",
            "finalize",
            "use",
            "mixin",
            "getMixins",
            "mixins",
            "dump",
            "addShutdownHook",
            "execute",
            "getMetaPropertyValues",
            "metaPropertyValues",
            "withTraits",
            "getClassLoader",
            "classLoader",
            "forName",
            "setDelegate",
            "setResolveStrategy",
            "setDirective",
            "rehydrate",
            "setBinding",
            "respondsTo",
            "getMetaMethod",
            "toURL",
            "parallelStream",
            "parallel",
            "parallelSort",
            "parallelPrefix",
            "parallelSetAll",
            "createCategory",
            "newReader",
            "filterLine",
            "withReader",
            "newDataInputStream",
            "newObjectInputStream",
            "newObjectOutputStream",
            "withObjectInputStream",
            "withDataInputStream",
            "asWritable",
            "metaPropertyMap",
            "getMetaPropertyMap",
            "invokeMethod");

    /** What may be asked of a class. */
    private static final Set<String> OF_A_CLASS = Set.of(
            "getName",
            "getSimpleName",
            "name",
            "simpleName",
            "isInstance",
            "newInstance",
            "isCase",
            "toString",
            "equals",
            "hashCode",
            "getEnumConstants",
            "enumConstants");

    private static final Set<String> OF_AN_OBJECT = Set.of("equals", "hashCode", "toString");

    private static final ClassValue<Rights> RIGHTS = new ClassValue<>() {
        @Override
        protected Rights computeValue(Class<?> type) {
            return new Rights(type);
        }
    };

    private final Class<?> type;
    private final boolean own;

    /** It extends what leads out of a rule; that it is a list or a map besides does not help. */
    private final boolean banned;

    private final Map<String, String> decided = new ConcurrentHashMap<>();

    private Rights(Class<?> type) {
        this.type = type;
        own = isOwn(type);
        banned = extendsBanned(type);
    }

    private static boolean extendsBanned(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) if (AllowList.isBanned(each)) return true;
        return false;
    }

    static Rights of(Class<?> type) {
        return RIGHTS.get(type);
    }

    /** Made by the rule itself or by its external scripts. */
    static boolean isOwn(Class<?> type) {
        return RuleLoader.isRule(type.getClassLoader());
    }

    /** Refuses a name that leads out of every object. */
    static boolean isNever(String name) {
        return NEVER.contains(name);
    }

    static boolean isOfAClass(String name) {
        return OF_A_CLASS.contains(name);
    }

    /** A map or a list may be looked into. */
    void requireContent() {
        if (banned) throw new Refused("A rule may not use objects of class " + type.getName());
    }

    void requireMethod(String name) {
        require("m " + name, () -> method(name));
    }

    void requireRead(String name) {
        require("r " + name, () -> read(name));
    }

    void requireWrite(String name) {
        require("w " + name, () -> write(name));
    }

    /** A static method, called on the class. */
    void requireStatic(String name) {
        require("s " + name, () -> onClass(name));
    }

    /** A static property, read of the class. */
    void requireStaticRead(String name) {
        require("p " + name, () -> readOfClass(name));
    }

    private void require(String question, Supplier<String> answer) {
        var known = decided.get(question);
        if (known == null) {
            known = answer.get();
            if (decided.size() < REMEMBERED) decided.put(question, known);
        }
        if (!known.isEmpty()) throw new Refused(known);
    }

    private String method(String name) {
        if (own) return ownMethod(name);
        if (type.isArray()) return NEVER.contains(name) ? refused("method " + name) : "";
        if (OF_AN_OBJECT.contains(name)) return "";
        var kin = kin(type);
        var allowed = kin.stream().filter(Rights::isKnown).toList();
        if (allowed.isEmpty() || banned)
            return "A rule may not use objects of class " + type.getName() + " (" + name + ")";
        for (var each : allowed)
            if (each != Object.class && hasPublic(each, name, false))
                return AllowList.isMember(each, name) && !(NEVER.contains(name) && isJava(each))
                        ? ""
                        : refused("method " + name);
        if (isShift(name)) return "";
        if (NEVER.contains(name) || name.equals("getProperties") || hasAny(kin, name)) return refused("method " + name);
        return "";
    }

    /** Groovy's own; numbers of Java have something hidden of that name. */
    private boolean isShift(String name) {
        return name.equals("leftShift") && Number.class.isAssignableFrom(type);
    }

    private static boolean isJava(Class<?> type) {
        return type.getName().startsWith("java.");
    }

    private String ownMethod(String name) {
        if (Set.of("getClass", "getMetaClass", "setMetaClass", "wait", "notify", "notifyAll", "finalize", "setBinding")
                .contains(name)) return refused("method " + name);
        for (Class<?> each = type; each != null && isOwn(each); each = each.getSuperclass())
            for (var method : each.getDeclaredMethods()) if (method.getName().equals(name)) return "";
        if (NEVER.contains(name)) return refused("method " + name);
        if (Script.class.isAssignableFrom(type) && name.equals("run")) return refused("method " + name);
        return type.getSuperclass() == null || isOwn(type.getSuperclass()) || isGroovy(type.getSuperclass())
                ? ""
                : of(type.getSuperclass()).method(name);
    }

    private static boolean isGroovy(Class<?> type) {
        return type == Closure.class || type == Script.class || type == Object.class;
    }

    private String read(String name) {
        if (banned) return refused(name);
        if (Map.class.isAssignableFrom(type) && !own) return "";
        if (NEVER.contains(name)) return refused(name);
        if (own) return "";
        if (type.isArray()) return "";
        var getter = "get" + capital(name);
        var is = "is" + capital(name);
        for (var each : kin(type)) {
            if (hasAny(Set.of(each), getter) && method(getter).isEmpty()) return "";
            if (hasAny(Set.of(each), is) && method(is).isEmpty()) return "";
            if (Modifier.isPublic(each.getModifiers()) && isKnown(each) && hasPublicField(each, name)) return "";
        }
        if (hasAny(kin(type), getter) || hasAny(kin(type), is) || hasField(kin(type), name)) return refused(name);
        return method(getter);
    }

    private String write(String name) {
        if (banned) return refused("setting " + name);
        if (Map.class.isAssignableFrom(type) && !own) return "";
        if (NEVER.contains(name) || NEVER.contains("set" + capital(name))) return refused("setting " + name);
        if (own) return "";
        var setter = "set" + capital(name);
        if (hasAny(kin(type), setter)) return method(setter);
        return hasField(kin(type), name)
                        && kin(type).stream().noneMatch(each -> isKnown(each) && hasPublicField(each, name))
                ? refused("setting " + name)
                : method(setter);
    }

    private String onClass(String name) {
        if (own) {
            for (Class<?> each = type; each != null && isOwn(each); each = each.getSuperclass())
                for (var method : each.getDeclaredMethods())
                    if (method.getName().equals(name)) return "";
            if (OF_A_CLASS.contains(name)) return "";
            return NEVER.contains(name) || hasPublic(Class.class, name, false) ? refused("method " + name) : "";
        }
        if (!AllowList.isType(type.getName())) return AllowList.sentence(type.getName());
        if (OF_A_CLASS.contains(name)) return "";
        if (!AllowList.isMember(type, name)) return refused("method " + name);
        return hasPublicStatic(type, name) ? "" : refused("method " + name);
    }

    private String readOfClass(String name) {
        if (own) return NEVER.contains(name) && !name.equals("class") ? refused(name) : "";
        if (!AllowList.isType(type.getName())) return AllowList.sentence(type.getName());
        if (OF_A_CLASS.contains(name) || name.equals("class")) return "";
        for (var field : type.getFields())
            if (field.getName().equals(name)) return AllowList.isMember(type, name) ? "" : refused(name);
        for (var nested : type.getClasses()) if (nested.getSimpleName().equals(name)) return "";
        return onClass("get" + capital(name));
    }

    private String refused(String what) {
        return "A rule may not use " + what + " of " + AllowList.shown(type);
    }

    private static boolean isKnown(Class<?> type) {
        return isOwn(type) || AllowList.isReceiver(type);
    }

    private static boolean hasPublic(Class<?> type, String name, boolean onlyStatic) {
        for (var method : type.getDeclaredMethods())
            if (method.getName().equals(name)
                    && Modifier.isPublic(method.getModifiers())
                    && (!onlyStatic || Modifier.isStatic(method.getModifiers()))) return true;
        return false;
    }

    private static boolean hasPublicStatic(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .anyMatch(name::equals);
    }

    private static boolean hasAny(Collection<Class<?>> kin, String name) {
        return kin.stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .map(Method::getName)
                .anyMatch(name::equals);
    }

    private static boolean hasPublicField(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredFields())
                .anyMatch(field -> field.getName().equals(name) && Modifier.isPublic(field.getModifiers()));
    }

    private static boolean hasField(Collection<Class<?>> kin, String name) {
        return kin.stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
                .anyMatch(field -> field.getName().equals(name));
    }

    /** A class with all that it extends and implements. */
    private static Set<Class<?>> kin(@Nullable Class<?> type) {
        if (type == null) return Collections.emptySet();
        var kin = new LinkedHashSet<Class<?>>();
        kin.add(type);
        kin.addAll(kin(type.getSuperclass()));
        for (var each : type.getInterfaces()) kin.addAll(kin(each));
        return kin;
    }

    private static String capital(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
