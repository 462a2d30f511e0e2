package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.HubObject;
import dev.drawbridge.rules.guard.Allowed;
import groovy.lang.Closure;
import groovy.lang.GroovyObject;
import groovy.lang.Script;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.FirstParam;
import groovy.transform.stc.SimpleType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.jspecify.annotations.Nullable;

/**
 * What can follow a dot: keys, properties and methods of the real classes, and those that Groovy adds, as far as the guard
 * lets a rule use them.
 */
final class Members {
    /** Methods that Groovy adds to a class, which is their first parameter. */
    private static final List<Method> GROOVY = Arrays.stream(DefaultGroovyMethods.DGM_LIKE_CLASSES)
            .flatMap(home -> Arrays.stream(((Class<?>) home).getMethods()))
            .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getParameterCount() > 0)
            .filter(method -> !method.isAnnotationPresent(Deprecated.class))
            .filter(method -> method.getParameterTypes()[0] != Object.class)
            .toList();

    private Members() {}

    /** In the order in which they are offered. */
    static List<Completion.Member> of(Known owner) {
        var members = new LinkedHashMap<String, Completion.Member>();
        keys(owner).forEach((key, held) -> put(members, property(key, held)));
        methods(owner)
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
                .map(method -> shown(method, isAdded(owner, method)))
                .forEach(member -> put(members, member));
        return List.copyOf(members.values());
    }

    /** Of several with the same parameters one. */
    private static void put(Map<String, Completion.Member> members, Completion.Member member) {
        members.putIfAbsent(member.shown().replaceFirst("\\): .*", ")"), member);
    }

    /** Of many hub objects also those of each, which a rule may read of all of them at once. */
    private static Map<String, Known> keys(Known owner) {
        if (owner.itself()) return Map.of();
        if (HubObject.class.isAssignableFrom(owner.type())) return Shapes.keys(owner.type());
        return owner.element() != null && HubObject.class.isAssignableFrom(owner.element())
                ? Shapes.keys(owner.element())
                : Map.of();
    }

    private static Stream<Method> methods(Known owner) {
        if (owner.itself())
            return Arrays.stream(owner.type().getMethods())
                    .filter(method -> Allowed.ofClass(owner.type(), method) && !isInner(method.getName()));
        if (HubObject.class.isAssignableFrom(owner.type()))
            return own(owner.type())
                    .filter(method -> method.getDeclaringClass() != HubObject.class
                            && HubObject.class.isAssignableFrom(method.getDeclaringClass())
                            && method.getName().matches("set[A-Z].*"));
        if (owner.type() == Object.class || Closure.class.isAssignableFrom(owner.type())) return Stream.of();
        return Stream.concat(own(owner.type()), added(owner.type()));
    }

    private static Stream<Method> own(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .filter(method -> method.getDeclaringClass() != Object.class
                        && method.getDeclaringClass() != GroovyObject.class
                        && method.getDeclaringClass() != Script.class)
                .filter(method -> !method.isSynthetic() && !isInner(method.getName()))
                .filter(method -> !isOfEachObject(method))
                .filter(method -> Allowed.ofObject(type, method.getName()));
    }

    private static boolean isOfEachObject(Method method) {
        return method.getParameterCount() == 0 && method.getName().matches("toString|hashCode")
                || method.getParameterCount() == 1 && method.getName().equals("equals");
    }

    private static boolean isInner(String name) {
        return name.contains("$") || name.equals("main");
    }

    private static Stream<Method> added(Class<?> type) {
        return GROOVY.stream()
                .filter(method -> method.getParameterTypes()[0].isAssignableFrom(type))
                .filter(method -> Allowed.ofObject(type, method.getName()));
    }

    private static boolean isAdded(Known owner, Method method) {
        return !owner.itself() && Modifier.isStatic(method.getModifiers());
    }

    private static Completion.Member property(String name, Known held) {
        var insert = name.matches("\\w+") ? name : '"' + name + '"';
        var type = held.type() == Object.class ? "" : ": " + said(held);
        return new Completion.Member(insert, name + type);
    }

    private static String said(Known held) {
        if (!Collection.class.isAssignableFrom(held.type())) return held.type().getSimpleName();
        var kind = java.util.Set.class.isAssignableFrom(held.type()) ? "Set" : "List";
        return held.element() == null ? kind : kind + "<" + held.element().getSimpleName() + ">";
    }

    private static Completion.Member shown(Method method, boolean added) {
        var name = method.getName();
        var parameters = List.of(method.getParameters()).subList(added ? 1 : 0, method.getParameterCount());
        var result = method.getReturnType() == void.class ? "" : ": " + said(method.getGenericReturnType());
        if (parameters.isEmpty() && name.matches("get[A-Z].*") && !Modifier.isStatic(method.getModifiers())) {
            var property = Character.toLowerCase(name.charAt(3)) + name.substring(4);
            return new Completion.Member(property, property + result);
        }
        return new Completion.Member(
                name + "(",
                parameters.stream().map(Members::shown).collect(Collectors.joining(", ", name + "(", ")")) + result);
    }

    private static String shown(Parameter parameter) {
        var type = said(parameter.getParameterizedType());
        return parameter.isNamePresent() ? type + " " + parameter.getName() : type;
    }

    private static String said(Type type) {
        return type.getTypeName().replaceAll("[\\w.$]*[.$](?=\\w)", "");
    }

    /** What a call gives; null when that is not known. */
    static @Nullable Known result(Known owner, String name) {
        var method = called(owner, name);
        if (method == null) return null;
        var given = method.getGenericReturnType();
        var element = owner.element();
        if (element != null && isElement(given, method, isAdded(owner, method)))
            return Known.of(element).ofField(owner.field()).fromPartner(owner.theirs());
        var type = method.getReturnType();
        if (type == void.class || type == Object.class) return null;
        if (element != null
                && given instanceof ParameterizedType of
                && Collection.class.isAssignableFrom(type)
                && isElement(of.getActualTypeArguments()[0], method, isAdded(owner, method)))
            return Known.many(type, element).ofField(owner.field()).fromPartner(owner.theirs());
        return Known.of(type).fromPartner(owner.theirs() && HubObject.class.isAssignableFrom(type));
    }

    private static boolean isElement(Type type, Method method, boolean added) {
        if (!(type instanceof TypeVariable<?> variable)) return false;
        return added ? variable.equals(elementOf(method)) : variable.getGenericDeclaration() instanceof Class<?>;
    }

    private static @Nullable Type elementOf(Method added) {
        return added.getGenericParameterTypes()[0] instanceof ParameterizedType self
                        && self.getActualTypeArguments().length == 1
                ? self.getActualTypeArguments()[0]
                : null;
    }

    /** What a closure that such a call is given gets; null when that is not known. */
    static @Nullable Known closureGets(Known owner, String name) {
        var candidates = methods(owner).filter(method -> method.getName().equals(name));
        return candidates
                .map(method -> closureGets(owner, method))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Known closureGets(Known owner, Method method) {
        for (var parameter : method.getParameters()) {
            var hint = parameter.getAnnotation(ClosureParams.class);
            if (hint == null || !Closure.class.isAssignableFrom(parameter.getType())) continue;
            if (hint.value() == SimpleType.class) return named(hint.options());
            if (hint.value() == FirstParam.class && isAdded(owner, method)) return owner;
            var variable = String.valueOf(elementOf(method));
            var isEach = hint.value() == FirstParam.FirstGenericType.class
                    || Stream.of(hint.options()).anyMatch(variable::equals);
            if (isEach && owner.element() != null)
                return Known.of(owner.element()).ofField(owner.field()).fromPartner(owner.theirs());
        }
        return null;
    }

    private static @Nullable Known named(String[] names) {
        try {
            return names.length == 0 ? null : Known.of(Class.forName(names[0]));
        } catch (ClassNotFoundException none) {
            return null;
        }
    }

    /** The one of that name that fits the owner best. */
    static @Nullable Method called(Known owner, String name) {
        var getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return methods(owner)
                .filter(method ->
                        method.getName().equals(name) || method.getName().equals(getter))
                .reduce((one, other) -> fit(owner, one).isAssignableFrom(fit(owner, other)) ? other : one)
                .orElse(null);
    }

    private static Class<?> fit(Known owner, Method method) {
        return isAdded(owner, method) ? method.getParameterTypes()[0] : method.getDeclaringClass();
    }
}
