package dev.drawbridge.rules.guard;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;
import org.jspecify.annotations.Nullable;

/**
 * What the compiled code of rules calls before, or instead of, what its author wrote. Each refusal is a {@link Refused}
 * whose stack trace names the line.
 */
public final class Guard {
    private Guard() {}

    /** At the start of each method, closure, loop and catch. */
    public static void tick() {
        Running.requireGoingOn();
    }

    /** Both are evaluated; the second is the value. */
    public static @Nullable Object second(@Nullable Object first, @Nullable Object second) {
        return second;
    }

    /** The receiver of a method call. */
    public static @Nullable Object on(@Nullable Object receiver, String name) {
        if (receiver == null) return null;
        if (receiver instanceof Class<?> type) Rights.of(type).requireStatic(name);
        else Rights.of(receiver.getClass()).requireMethod(name);
        if (receiver instanceof CharSequence || receiver instanceof Collection<?> || receiver instanceof Map<?, ?>)
            Sizes.requireRoom(receiver);
        return receiver;
    }

    /** The receivers of {@code *.}: read once, so that what is checked is what is called. */
    public static @Nullable Object onAll(@Nullable Object receivers, String name) {
        if (receivers == null) return null;
        var all = all(receivers);
        for (var receiver : all) on(receiver, name);
        return all;
    }

    /** The owner of a property that is read; the elements too, where a list stands for them. */
    public static @Nullable Object ofRead(@Nullable Object owner, String name) {
        if (owner == null) return null;
        if (owner instanceof Class<?> type) {
            Rights.of(type).requireStaticRead(name);
            return owner;
        }
        if (owner instanceof Collection<?> many
                && InvokerHelper.getMetaClass(owner).hasProperty(owner, name) == null) {
            var elements = new ArrayList<@Nullable Object>(many);
            for (var element : elements) ofRead(element, name);
            return elements;
        }
        Rights.of(owner.getClass()).requireRead(name);
        return owner;
    }

    /** The owners of {@code *.property}. */
    public static @Nullable Object ofReadAll(@Nullable Object owners, String name) {
        if (owners == null) return null;
        var all = all(owners);
        all.replaceAll(owner -> ofRead(owner, name));
        return all;
    }

    /** The owner of a property that is set. */
    public static @Nullable Object ofWrite(@Nullable Object owner, String name) {
        if (owner == null) return null;
        Rights.of(owner instanceof Class<?> type ? type : owner.getClass()).requireWrite(name);
        return owner;
    }

    private static List<@Nullable Object> all(Object receivers) {
        var all = new ArrayList<@Nullable Object>();
        for (var each = InvokerHelper.asIterator(receivers); each.hasNext(); ) all.add(each.next());
        return all;
    }

    /** A call whose name or arguments decide whether it may be made, or how. */
    public static @Nullable Object call(@Nullable Object receiver, @Nullable Object name, boolean safe, List<?> given) {
        if (receiver == null && safe) return null;
        var method = String.valueOf(name);
        var arguments = given.toArray();
        if (receiver == null) return InvokerHelper.invokeMethod(null, method, arguments);
        switch (method) {
            case "getProperty" -> {
                if (arguments.length == 1) return property(receiver, arguments[0], false);
            }
            case "setProperty" -> {
                if (arguments.length == 2) {
                    setProperty(receiver, arguments[0], arguments[1]);
                    return null;
                }
            }
            case "invokeMethod" -> {
                if (arguments.length == 2)
                    return call(receiver, arguments[0], false, java.util.Arrays.asList(arrayOf(arguments[1])));
            }
            case "getAt" -> {
                if (arguments.length == 1) return getAt(receiver, arguments[0], false);
            }
            case "putAt" -> {
                if (arguments.length == 2) return putAt(receiver, arguments[0], arguments[1]);
            }
            case "asType" -> {
                if (arguments.length == 1 && arguments[0] instanceof Class<?> type) requireType(type);
            }
            case "multiply", "repeat" -> {
                if (arguments.length == 1) Sizes.requireProduct(receiver, arguments[0]);
            }
            case "padLeft", "padRight", "center", "setLength", "ensureCapacity", "setSize" -> {
                if (arguments.length > 0) Sizes.requireNumber(arguments[0]);
            }
            case "pow", "power" -> {
                if (arguments.length > 0) Sizes.requirePower(receiver, arguments[0]);
            }
            case "shiftLeft" -> {
                if (arguments.length > 0) Sizes.requireShift(receiver, arguments[0]);
            }
            case "grep", "any", "every" -> {
                for (var each = 0; each < arguments.length; each++) arguments[each] = Patterns.test(arguments[each]);
            }
            default -> {}
        }
        on(receiver, method);
        var searched = Patterns.search(receiver, method, arguments);
        if (searched != null) return searched.value();
        return InvokerHelper.invokeMethod(receiver, method, arguments);
    }

    private static @Nullable Object[] arrayOf(@Nullable Object arguments) {
        if (arguments == null) return new @Nullable Object[0];
        return arguments instanceof Object[] many ? many : new @Nullable Object[] {arguments};
    }

    /** The same on each of several receivers. */
    public static @Nullable Object callAll(
            @Nullable Object receivers, @Nullable Object name, boolean safe, List<?> given) {
        if (receivers == null) return null;
        var results = new ArrayList<@Nullable Object>();
        for (var receiver : all(receivers)) results.add(call(receiver, name, true, given));
        return results;
    }

    /** A static method of a class that is allowed, whose arguments matter. */
    public static @Nullable Object callStatic(Class<?> type, String name, List<?> given) {
        var arguments = given.toArray();
        Rights.of(type).requireStatic(name);
        if (type == Pattern.class && name.equals("matches") && arguments.length == 2)
            return Patterns.matcher(arguments[0], arguments[1]).matches();
        if (name.equals("nCopies") || name.equals("fill")) Sizes.requireNumber(arguments.length > 0 ? arguments[0] : 0);
        return InvokerHelper.invokeMethod(type, name, arguments);
    }

    /** A property whose name is computed. */
    public static @Nullable Object property(@Nullable Object owner, @Nullable Object name, boolean safe) {
        if (owner == null && safe) return null;
        var property = String.valueOf(name);
        if (owner == null) throw new NullPointerException("Cannot get property '" + property + "' on null object");
        return InvokerHelper.getProperty(ofRead(owner, property), property);
    }

    public static @Nullable Object propertyAll(@Nullable Object owners, @Nullable Object name) {
        if (owners == null) return null;
        var values = new ArrayList<@Nullable Object>();
        for (var owner : all(owners)) values.add(property(owner, name, true));
        return values;
    }

    public static @Nullable Object setProperty(@Nullable Object owner, @Nullable Object name, @Nullable Object value) {
        var property = String.valueOf(name);
        if (owner == null) throw new NullPointerException("Cannot set property '" + property + "' on null object");
        InvokerHelper.setProperty(ofWrite(owner, property), property, value);
        return value;
    }

    /** {@code owner.name += value} and its like. */
    public static @Nullable Object propertyAssign(
            @Nullable Object owner, @Nullable Object name, String operator, @Nullable Object value, boolean safe) {
        if (owner == null && safe) return null;
        return setProperty(owner, name, operated(property(owner, name, false), operator, value));
    }

    /** {@code owner.name++} and its like; the value is the new one when {@code prefix}. */
    public static @Nullable Object propertyStep(
            @Nullable Object owner, @Nullable Object name, String operator, boolean prefix) {
        var before = property(owner, name, false);
        var after = operated(before, operator, null);
        setProperty(owner, name, after);
        return prefix ? after : before;
    }

    /** {@code receiver[key]}. */
    public static @Nullable Object getAt(@Nullable Object receiver, @Nullable Object key, boolean safe) {
        if (receiver == null && safe) return null;
        if (receiver == null) return InvokerHelper.invokeMethod(null, "getAt", new Object[] {key});
        if (receiver instanceof List<?> list && key instanceof Integer index && !Rights.isOwn(list.getClass()))
            return DefaultGroovyMethods.getAt((List<?>) list, index.intValue());
        if (receiver instanceof Map<?, ?> map && !Rights.isOwn(map.getClass())) {
            Rights.of(map.getClass()).requireContent();
            return map.get(key);
        }
        if (key instanceof CharSequence && !(hasOwn(receiver, "getAt"))) return property(receiver, key, false);
        on(receiver, "getAt");
        if (receiver instanceof Matcher matcher) return group(matcher, key);
        return InvokerHelper.invokeMethod(receiver, "getAt", new @Nullable Object[] {key});
    }

    private static @Nullable Object group(Matcher matcher, @Nullable Object key) {
        return InvokerHelper.invokeMethod(matcher, "getAt", new @Nullable Object[] {key});
    }

    private static boolean hasOwn(Object receiver, String name) {
        if (!Rights.isOwn(receiver.getClass())) return false;
        for (var method : receiver.getClass().getMethods())
            if (method.getName().equals(name) && Rights.isOwn(method.getDeclaringClass())) return true;
        return false;
    }

    /** {@code receiver[key] = value}. */
    public static @Nullable Object putAt(@Nullable Object receiver, @Nullable Object key, @Nullable Object value) {
        if (receiver != null && key instanceof CharSequence && !(receiver instanceof Map) && !hasOwn(receiver, "putAt"))
            return setProperty(receiver, key, value);
        if (receiver instanceof List<?> && key instanceof Number index) Sizes.requireNumber(index);
        InvokerHelper.invokeMethod(on(receiver, "putAt"), "putAt", new @Nullable Object[] {key, value});
        return value;
    }

    /** {@code receiver[key] += value} and its like. */
    public static @Nullable Object indexAssign(
            @Nullable Object receiver, @Nullable Object key, String operator, @Nullable Object value) {
        return putAt(receiver, key, operated(getAt(receiver, key, false), operator, value));
    }

    /** {@code receiver[key]++} and its like. */
    public static @Nullable Object indexStep(
            @Nullable Object receiver, @Nullable Object key, String operator, boolean prefix) {
        var before = getAt(receiver, key, false);
        var after = operated(before, operator, null);
        putAt(receiver, key, after);
        return prefix ? after : before;
    }

    /** The value of an operator, given by the name of its method. */
    public static @Nullable Object operated(@Nullable Object left, String operator, @Nullable Object right) {
        return switch (operator) {
            case "elvis" -> DefaultTypeTransformation.castToBoolean(left) ? left : right;
            case "next", "previous" -> InvokerHelper.invokeMethod(on(left, operator), operator, new Object[0]);
            default -> operator(left, operator, right);
        };
    }

    /** Two operands. */
    public static @Nullable Object operator(@Nullable Object left, String operator, @Nullable Object right) {
        if (left instanceof Integer one && right instanceof Integer other) {
            if (operator.equals("plus")) return one + other;
            if (operator.equals("minus")) return one - other;
            if (operator.equals("multiply")) return one * other;
        }
        if (left == null) return InvokerHelper.invokeMethod(null, operator, new @Nullable Object[] {right});
        switch (operator) {
            case "plus" -> Sizes.requireSum(left, right);
            case "multiply" -> Sizes.requireProduct(left, right);
            case "power" -> {
                if (left instanceof Number) Sizes.requirePower(left, right);
            }
            case "leftShift" -> Sizes.requireShift(left, right);
            default -> {}
        }
        on(left, operator);
        var searched = Patterns.search(left, operator, new @Nullable Object[] {right});
        return searched != null
                ? searched.value()
                : InvokerHelper.invokeMethod(left, operator, new @Nullable Object[] {right});
    }

    /** {@code left =~ right}. */
    public static Matcher find(@Nullable Object left, @Nullable Object right) {
        return Patterns.matcher(Objects.requireNonNull(right), left == null ? "" : left);
    }

    /** {@code left ==~ right}. */
    public static boolean match(@Nullable Object left, @Nullable Object right) {
        return left != null && right != null && Patterns.matcher(right, left).matches();
    }

    /** What stands behind {@code case} or {@code in}. */
    public static @Nullable Object caseOf(@Nullable Object value) {
        return Patterns.test(value);
    }

    /** Ends of a range. */
    public static @Nullable Object rangeEnd(@Nullable Object from, @Nullable Object to) {
        Sizes.requireRange(from, to);
        return to;
    }

    /** Size of an array, a list or a text to be made. */
    public static @Nullable Object size(@Nullable Object size) {
        Sizes.requireNumber(size);
        return size;
    }

    /** {@code sleep(millis)}: ends with the run. */
    public static void sleep(@Nullable Object receiver, List<?> given) {
        try {
            if (!given.isEmpty() && given.get(0) instanceof Number millis) Thread.sleep(millis.longValue());
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    /** {@code x.getClass().simpleName} and its like: a name, never the class. */
    public static @Nullable String typeName(@Nullable Object value, boolean simple) {
        if (value == null) return "NullObject";
        return simple ? value.getClass().getSimpleName() : value.getClass().getName();
    }

    /**
     * {@code getResource(name)} and {@code getResourceAsStream(name)}.
     *
     * @param folder of the class that is asked, with a slash behind it; empty for a class loader
     */
    public static @Nullable Resource resource(Class<?> asking, String folder, @Nullable Object name) {
        var path = String.valueOf(name);
        return asking.getClassLoader() instanceof RuleLoader loader
                ? loader.resource(path.startsWith("/") ? path.substring(1) : folder + path)
                : null;
    }

    /** {@code receiver.&name}. */
    public static Closure<?> pointer(@Nullable Object receiver, @Nullable Object name) {
        var method = String.valueOf(name);
        if (Rights.isNever(method)) throw new Refused("A rule may not use method " + method);
        return new Pointer(receiver, method);
    }

    static @Nullable Object pointed(@Nullable Object receiver, String name, @Nullable Object[] given) {
        if (!(receiver instanceof Class<?> type)) return call(receiver, name, false, List.of(given));
        requireType(type);
        if (name.equals("new")) return InvokerHelper.invokeConstructorOf(type, given);
        try {
            return callStatic(type, name, java.util.Arrays.asList(given));
        } catch (Refused | MissingMethodException notStatic) {
            if (given.length == 0 || !type.isInstance(given[0])) throw notStatic;
            var rest = java.util.Arrays.asList(given).subList(1, given.length);
            return call(given[0], name, false, rest);
        }
    }

    private static void requireType(Class<?> type) {
        Class<?> plain = type;
        while (plain.isArray()) plain = plain.getComponentType();
        if (!Rights.isOwn(plain) && !AllowList.isType(plain.getName()) && !AllowList.isReceiver(plain))
            throw new Refused(AllowList.sentence(plain.getName()));
    }

    /** A method without a receiver in a closure: who might answer is known only now. */
    public static @Nullable Object implicit(String name, @Nullable Object owner, @Nullable Object delegate) {
        if (owner != delegate) requireImplicit(delegate, name, false);
        if (owner instanceof Closure<?> closure) implicit(name, closure.getOwner(), closure.getDelegate());
        return null;
    }

    /** A name that is read or set without an owner in a closure. */
    public static @Nullable Object implicitProperty(String name, @Nullable Object owner, @Nullable Object delegate) {
        if (owner != delegate) requireImplicit(delegate, name, true);
        if (owner instanceof Closure<?> closure) implicitProperty(name, closure.getOwner(), closure.getDelegate());
        return null;
    }

    private static void requireImplicit(@Nullable Object delegate, String name, boolean property) {
        if (delegate == null || delegate instanceof Closure<?> || Rights.isOwn(delegate.getClass())) return;
        var meta = InvokerHelper.getMetaClass(delegate);
        if (property) {
            if (delegate instanceof Map || meta.hasProperty(delegate, name) == null) return;
            ofRead(delegate, name);
        } else if (!meta.respondsTo(delegate, name).isEmpty()) {
            on(delegate, name);
            if (delegate instanceof CharSequence && Rewriter.isRouted(name))
                throw new Refused("Write it." + name + "(…) instead of " + name + "(…) here");
        }
    }

    /** A name that nothing in an external script explains: the running rule's. */
    public static @Nullable Object free(@Nullable Object self, String name) {
        var binding = Running.binding();
        if (binding != null && binding.hasVariable(name)) return binding.getVariable(name);
        if (self instanceof Class<?> type) throw new MissingPropertyException(name, type);
        if (self == null) throw new MissingPropertyException(name);
        return property(self, name, false);
    }

    /** The same in a closure: of what the closure stands on, of the running rule. */
    public static @Nullable Object freeInClosure(String name, @Nullable Object owner, @Nullable Object delegate) {
        implicitProperty(name, owner, delegate);
        if (delegate != owner && delegate != null && has(delegate, name)) return property(delegate, name, false);
        if (owner instanceof Closure<?> closure && closure.getDelegate() != closure.getOwner())
            return freeInClosure(name, closure.getOwner(), closure.getDelegate());
        var binding = Running.binding();
        if (binding != null && binding.hasVariable(name)) return binding.getVariable(name);
        var last = owner;
        while (last instanceof Closure<?> closure) last = closure.getOwner();
        return free(last, name);
    }

    private static boolean has(Object delegate, String name) {
        return delegate instanceof Map<?, ?>
                || InvokerHelper.getMetaClass(delegate).hasProperty(delegate, name) != null;
    }

    /** A name that is set, and that nothing in an external script explains. */
    public static @Nullable Object bind(@Nullable Object self, String name, @Nullable Object value) {
        var binding = Running.binding();
        if (binding == null) throw new MissingPropertyException(name);
        binding.setVariable(name, value);
        return value;
    }

    /** A method that an external script does not have: of the object itself, or a closure that the running rule has. */
    public static @Nullable Object freeCall(@Nullable Object self, String name, List<?> given) {
        var binding = Running.binding();
        if (binding != null && binding.hasVariable(name) && binding.getVariable(name) instanceof Closure<?> closure)
            return closure.call(given.toArray());
        if (self instanceof Class<?> type) {
            if (Rights.isNever(name)) throw new Refused("A rule may not use method " + name);
            if (name.equals("println") || name.equals("print")) return print(binding, name, given);
            return InvokerHelper.invokeMethod(type, name, given.toArray());
        }
        if (name.startsWith("print")) return print(binding, name, given);
        return call(self, name, false, given);
    }

    /** {@code System.out.println(x)} and its like. */
    public static @Nullable Object print(String name, List<?> given) {
        return print(Running.binding(), name, given);
    }

    private static @Nullable Object print(@Nullable Binding binding, String name, List<?> given) {
        if (binding != null && binding.hasVariable("out"))
            return InvokerHelper.invokeMethod(binding.getVariable("out"), name, given.toArray());
        return null;
    }
}
