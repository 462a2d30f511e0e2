package dev.drawbridge.rules.guard;

import java.util.Set;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.expr.AnnotationConstantExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.syntax.SyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Before anything of a rule is resolved: annotations run code of others while a rule is compiled, so only harmless ones
 * pass; imports are looked at where they stand.
 */
final class Marks extends CompilationCustomizer {
    private static final Set<String> HARMLESS = Set.of(
            "Override",
            "Deprecated",
            "SuppressWarnings",
            "Field",
            "java.lang.Override",
            "java.lang.Deprecated",
            "java.lang.SuppressWarnings",
            "groovy.transform.Field",
            "groovy.transform.Generated");

    /** Groups of libraries that rules find on their class path. */
    private static final Set<String> THERE = Set.of("org.jsoup", "org.commonmark");

    Marks() {
        super(CompilePhase.CONVERSION);
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        var module = source.getAST();
        if (type == module.getClasses().get(0)) {
            for (var each : module.getImports()) imported(source, each);
            for (var each : module.getStaticImports().values()) imported(source, each);
            for (var each : module.getStaticStarImports().values()) imported(source, each);
            for (var each : module.getStarImports()) annotations(source, each);
            if (module.getPackage() != null) annotations(source, module.getPackage());
        }
        new ClassCodeVisitorSupport() {
            @Override
            protected SourceUnit getSourceUnit() {
                return source;
            }

            @Override
            public void visitAnnotations(AnnotatedNode node) {
                annotations(source, node);
            }
        }.visitClass(type);
        type.addAnnotation(new AnnotationNode(ClassHelper.make(SeesTheRunningRule.class)));
    }

    private static void imported(SourceUnit source, ImportNode node) {
        annotations(source, node);
        var name = node.getClassName();
        if (name == null || name.equals("groovy.transform.Field")) return;
        if (name.startsWith("groovy.transform.")
                || name.startsWith("groovy.lang.Grab")
                || name.startsWith("java.lang.annotation")) refuse(source, AllowList.sentence(name), node);
    }

    private static void annotations(SourceUnit source, AnnotatedNode node) {
        for (var each : node.getAnnotations())
            if (!isHarmless(each) && !isThere(each))
                refuse(
                        source,
                        "A rule may not use the annotation @" + shown(each.getClassNode()),
                        each.getLineNumber() > 0 ? each : node);
    }

    private static boolean isHarmless(AnnotationNode each) {
        return HARMLESS.contains(each.getClassNode().getName()) && isText(each);
    }

    /** Asks for libraries that are there anyway. Nothing is fetched for it. */
    private static boolean isThere(AnnotationNode each) {
        var group = each.getMember("group");
        return switch (each.getClassNode().getNameWithoutPackage()) {
            case "Grab" -> isThere(group == null ? each.getMember("value") : group);
            case "Grapes" ->
                each.getMember("value") instanceof ListExpression several
                        ? several.getExpressions().stream().allMatch(Marks::isThere)
                        : isThere(each.getMember("value"));
            default -> false;
        };
    }

    private static boolean isThere(@Nullable Expression asked) {
        if (asked instanceof AnnotationConstantExpression nested)
            return nested.getValue() instanceof AnnotationNode grab && isThere(grab);
        return asked instanceof ConstantExpression text
                && THERE.contains(String.valueOf(text.getValue()).replaceFirst(":.*", ""));
    }

    private static boolean isText(AnnotationNode each) {
        return each.getMembers().values().stream().allMatch(ConstantExpression.class::isInstance);
    }

    private static String shown(ClassNode type) {
        return type.getNameWithoutPackage();
    }

    private static void refuse(SourceUnit source, String sentence, org.codehaus.groovy.ast.@Nullable ASTNode where) {
        var line = where == null ? 1 : Math.max(1, where.getLineNumber());
        var column = where == null ? 1 : Math.max(1, where.getColumnNumber());
        source.getErrorCollector()
                .addErrorAndContinue(new org.codehaus.groovy.control.messages.SyntaxErrorMessage(
                        new SyntaxException(sentence, line, column), source));
    }
}
