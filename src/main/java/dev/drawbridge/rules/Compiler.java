package dev.drawbridge.rules;

import dev.drawbridge.rules.guard.Fence;
import groovy.lang.Script;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.jspecify.annotations.Nullable;

/** Makes classes of the texts of rules and of their external scripts, all in one loader, behind the guard. */
final class Compiler {
    private final Map<String, RuleSource> sources = new HashMap<>();
    private final List<URL> jars = new ArrayList<>();
    private final Map<String, byte[]> resources = new HashMap<>();

    /** One rule without external scripts. */
    static Rulebook.Rule compile(String file, String text) {
        var rule = RuleSource.rule(file, text);
        return new Compiler().add(rule).compile(List.of(rule)).get(0);
    }

    /** A text that the rules are compiled with. */
    Compiler add(RuleSource source) {
        var same = sources.put(source.className(), source);
        if (same != null && !same.file().equals(source.file()))
            throw new RuleBroken(
                    source.file(), null, "is the same class as " + same.file() + "; rename or delete one", null);
        return this;
    }

    /** Classes that rules may use and that no guard looks at. */
    Compiler jars(List<URL> more) {
        jars.addAll(more);
        return this;
    }

    /** Files that the rules may read, by their path. */
    Compiler resources(Map<String, byte[]> more) {
        resources.putAll(more);
        return this;
    }

    /**
     * All of it.
     *
     * @param rules which of the texts are rules
     * @return the rules, in the same order
     * @throws RuleBroken at the first error
     */
    List<Rulebook.Rule> compile(List<RuleSource> rules) {
        var loader = Fence.loader(jars, resources);
        try {
            var unit = new CompilationUnit(loader.configuration(), null, loader);
            sources.values().forEach(source -> unit.addSource(source.path() + ".groovy", source.text()));
            unit.compile(Phases.CLASS_GENERATION);
            var classes = new HashMap<String, Class<?>>();
            for (var made : loader.define(bytes(unit))) classes.put(made.getName(), made);
            for (var source : sources.values()) requireClass(source, classes);
            var known = Map.copyOf(sources);
            return rules.stream()
                    .map(rule -> new Rulebook.Rule(rule.file(), script(rule, classes), known, TimeLimit.in(rule)))
                    .toList();
        } catch (MultipleCompilationErrorsException broken) {
            throw broken(broken);
        } catch (CompilationFailedException | LinkageError broken) {
            throw new RuleBroken(rules.get(0).file(), null, "does not compile: " + broken.getMessage(), broken);
        }
    }

    private static Map<String, byte[]> bytes(CompilationUnit unit) {
        var bytes = new HashMap<String, byte[]>();
        for (var made : unit.getClasses()) bytes.put(made.getName(), made.getBytes());
        return bytes;
    }

    private static void requireClass(RuleSource source, Map<String, Class<?>> classes) {
        if (source.path().startsWith("rule_") || classes.containsKey(source.className())) return;
        throw new RuleBroken(
                source.file(),
                1,
                "must hold the class %s, as its place says (a folder below lib/ is a package)"
                        .formatted(source.className()),
                null);
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Script> script(RuleSource rule, Map<String, Class<?>> classes) {
        var script = classes.get(rule.className());
        if (script != null && Script.class.isAssignableFrom(script)) return (Class<? extends Script>) script;
        throw new RuleBroken(rule.file(), null, "holds only a class: write the rule's statements too", null);
    }

    private RuleBroken broken(MultipleCompilationErrorsException broken) {
        var errors = broken.getErrorCollector().getErrors();
        var first = errors == null || errors.isEmpty() ? null : errors.get(0);
        if (first instanceof SyntaxErrorMessage syntax) {
            var cause = syntax.getCause();
            return new RuleBroken(
                    source(cause.getSourceLocator()),
                    cause.getLine(),
                    cause.getStartColumn(),
                    said(String.valueOf(cause.getOriginalMessage())),
                    broken);
        }
        var why = first instanceof ExceptionMessage inside ? inside.getCause().getMessage() : broken.getMessage();
        return new RuleBroken(sources.values().iterator().next().file(), null, "does not compile: " + why, broken);
    }

    private static String said(String message) {
        return message.startsWith("A rule ") ? message : "does not compile: " + message;
    }

    private RuleSource source(@Nullable String locator) {
        return sources.values().stream()
                .filter(source -> (source.path() + ".groovy").equals(locator))
                .findFirst()
                .orElseGet(
                        () -> Objects.requireNonNull(sources.values().iterator().next()));
    }
}
