package dev.drawbridge.rules.guard;

import java.util.Map;
import java.util.Set;

/** The classes that rules may use. */
final class AllowList {
    private static final Set<String> PACKAGES = Set.of(
            "java.math",
            "java.text",
            "java.time",
            "java.time.chrono",
            "java.time.format",
            "java.time.temporal",
            "java.time.zone",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.util.concurrent.atomic",
            "java.nio.charset",
            "javax.crypto",
            "javax.crypto.spec",
            "groovy.json");

    private static final Set<String> TREES =
            Set.of("com.exalate.", "com.atlassian.jira.", "org.jsoup.", "org.commonmark.");

    private static final Set<String> TYPES = Set.of(
            "java.lang.Object",
            "java.lang.String",
            "java.lang.StringBuilder",
            "java.lang.StringBuffer",
            "java.lang.CharSequence",
            "java.lang.Character",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Number",
            "java.lang.Boolean",
            "java.lang.Void",
            "java.lang.Math",
            "java.lang.StrictMath",
            "java.lang.Comparable",
            "java.lang.Iterable",
            "java.lang.Runnable",
            "java.lang.Enum",
            "java.lang.Throwable",
            "java.lang.Cloneable",
            "java.lang.StackTraceElement",
            "java.lang.AutoCloseable",
            "java.lang.Appendable",
            "java.lang.System",
            "java.io.Serializable",
            "java.io.StringWriter",
            "java.io.StringReader",
            "java.util.concurrent.TimeUnit",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.Callable",
            "java.net.URI",
            "java.net.URLEncoder",
            "java.net.URLDecoder",
            "java.sql.Timestamp",
            "java.sql.Date",
            "java.sql.Time",
            "java.security.MessageDigest",
            "java.security.Key",
            "java.security.SecureRandom",
            "java.security.spec.AlgorithmParameterSpec",
            "java.security.spec.KeySpec",
            "org.slf4j.Logger",
            "org.slf4j.LoggerFactory",
            "com.fasterxml.jackson.databind.util.ISO8601DateFormat",
            "groovy.lang.GString",
            "groovy.lang.Closure",
            "groovy.lang.Range",
            "groovy.lang.IntRange",
            "groovy.lang.ObjectRange",
            "groovy.lang.EmptyRange",
            "groovy.lang.NumberRange");

    private static final Set<String> EXCEPTIONS_OF =
            Set.of("java.lang", "java.io", "java.net", "java.util.concurrent", "java.security", "groovy.lang");

    /** Parts of allowed packages that touch threads, files, the network or the whole node. */
    private static final Set<String> NOT = Set.of(
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.ServiceLoader",
            "java.util.Scanner",
            "java.util.Formatter",
            "java.util.ResourceBundle",
            "java.util.PropertyResourceBundle",
            "java.util.ListResourceBundle",
            "java.util.Properties",
            "java.time.zone.ZoneRulesProvider",
            "org.jsoup.Connection",
            "com.atlassian.jira.component.JiraHost",
            "javax.crypto.CipherInputStream",
            "javax.crypto.CipherOutputStream",
            "javax.crypto.SealedObject",
            "java.util.stream.StreamSupport",
            "java.util.concurrent.atomic.AtomicIntegerFieldUpdater",
            "java.util.concurrent.atomic.AtomicLongFieldUpdater",
            "java.util.concurrent.atomic.AtomicReferenceFieldUpdater",
            "javax.crypto.ExemptionMechanism",
            "groovy.json.JsonSlurperClassic");

    /** Objects that rules get, but cannot name. */
    private static final Set<String> RECEIVERS = Set.of(
            "java.io.PrintWriter",
            "java.io.Writer",
            "java.io.Reader",
            "groovy.lang.Binding",
            "groovy.lang.Tuple",
            "groovy.lang.Tuple2",
            "org.codehaus.groovy.runtime.GStringImpl",
            "dev.drawbridge.rules.guard.WatchedText",
            "dev.drawbridge.rules.guard.Resource",
            "java.io.ByteArrayInputStream",
            "java.util.concurrent.ConcurrentHashMap$KeySetView");

    /** Members that lead out, of classes that do not. */
    private static final Map<String, Set<String>> EXCEPT = Map.ofEntries(
            Map.entry("java.lang.Integer", Set.of("getInteger")),
            Map.entry("java.lang.Long", Set.of("getLong")),
            Map.entry("java.lang.Boolean", Set.of("getBoolean")),
            Map.entry("java.util.Locale", Set.of("setDefault")),
            Map.entry("java.util.TimeZone", Set.of("setDefault")),
            Map.entry("java.net.URI", Set.of("toURL")),
            Map.entry("com.exalate.basic.domain.hubobject.v1.HubObject", Set.of("listen")),
            Map.entry("org.jsoup.Jsoup", Set.of("connect", "newSession")),
            Map.entry("java.util.Collection", Set.of("parallelStream")),
            Map.entry("java.util.stream.BaseStream", Set.of("parallel")),
            Map.entry("java.util.Arrays", Set.of("parallelSort", "parallelPrefix", "parallelSetAll")),
            Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep", "timedWait", "timedJoin")));

    private static final Map<String, Set<String>> ONLY = Map.of(
            "java.lang.System",
            Set.of("lineSeparator", "currentTimeMillis", "nanoTime", "arraycopy"),
            "org.slf4j.LoggerFactory",
            Set.of("getLogger"),
            "groovy.lang.Binding",
            Set.of("hasVariable", "getVariable", "getVariables", "setVariable"));

    private AllowList() {}

    /** A rule may name it. */
    static boolean isType(String name) {
        var plain = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        if (NOT.contains(plain)) return false;
        if (TYPES.contains(plain)) return true;
        var dot = plain.lastIndexOf('.');
        if (dot < 0) return isPrimitive(plain);
        var home = plain.substring(0, dot);
        if (home.startsWith("org.jsoup.helper") || home.startsWith("com.atlassian.jira.inner")) return false;
        if (PACKAGES.contains(home) || TREES.stream().anyMatch(plain::startsWith)) return true;
        return EXCEPTIONS_OF.contains(home) && (plain.endsWith("Exception") || plain.endsWith("Error"));
    }

    /** What leads out of a rule, also where it is a list or a map besides. */
    static boolean isBanned(Class<?> type) {
        return NOT.contains(type.getName());
    }

    /** A rule may use objects of it. */
    static boolean isReceiver(Class<?> type) {
        var name = type.getName();
        if (isType(name) || RECEIVERS.contains(name)) return true;
        if (isFromJar(type)) return true;
        return name.startsWith("dev.drawbridge.rules.")
                && !name.startsWith("dev.drawbridge.rules.guard.")
                && (isHelper(type) || name.equals("dev.drawbridge.rules.ConnectionFacts") || name.endsWith(".Store"));
    }

    private static boolean isHelper(Class<?> type) {
        return type.getSimpleName().endsWith("Helper");
    }

    private static boolean isFromJar(Class<?> type) {
        return type.getClassLoader() instanceof RuleLoader.Jars;
    }

    static boolean isMember(Class<?> type, String name) {
        var only = ONLY.get(type.getName());
        return only == null ? !EXCEPT.getOrDefault(type.getName(), Set.of()).contains(name) : only.contains(name);
    }

    static String sentence(String type) {
        return "A rule may not use class " + type;
    }

    static String shown(Class<?> type) {
        if (Rights.isOwn(type)) return "its own objects";
        return type.getName().startsWith("java.lang.") ? type.getSimpleName() : type.getName();
    }

    private static boolean isPrimitive(String name) {
        return Set.of("int", "long", "short", "byte", "char", "float", "double", "boolean", "void")
                .contains(name);
    }
}
