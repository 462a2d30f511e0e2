package dev.drawbridge.rules;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/**
 * A field that a rule sets by its name, as far as that can be read off its text.
 *
 * @param name as it stands there
 * @param isCustom whether it is said to be a custom field
 */
record FieldUse(String name, boolean isCustom, int line) {

    /** Those of a rule; none when it does not compile, which is said elsewhere. */
    static List<FieldUse> in(RuleSource rule) {
        var found = new ArrayList<FieldUse>();
        var unit = new CompilationUnit();
        unit.addSource(rule.path() + ".groovy", rule.text());
        try {
            unit.compile(Phases.CONVERSION);
        } catch (CompilationFailedException broken) {
            return List.of();
        }
        var visitor = new CodeVisitorSupport() {
            @Override
            public void visitBinaryExpression(BinaryExpression expression) {
                if (Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR))
                    add(set(expression.getLeftExpression()), expression);
                super.visitBinaryExpression(expression);
            }

            @Override
            public void visitMethodCallExpression(MethodCallExpression call) {
                var method = call.getMethodAsString();
                if (isIssue(call.getObjectExpression()) && method != null && method.matches("set[A-Z].*"))
                    add(new FieldUse(Character.toLowerCase(method.charAt(3)) + method.substring(4), false, 0), call);
                super.visitMethodCallExpression(call);
            }

            private void add(@Nullable FieldUse use, Expression where) {
                if (use != null) found.add(new FieldUse(use.name(), use.isCustom(), where.getLineNumber()));
            }
        };
        for (var module : unit.getAST().getModules())
            for (var type : module.getClasses())
                for (var method : type.getMethods())
                    if (method.getCode() != null) method.getCode().visit(visitor);
        return found;
    }

    private static @Nullable FieldUse set(Expression left) {
        var owner = owner(left);
        var name = name(left);
        if (owner == null || name == null) return null;
        if (isIssue(owner)) return new FieldUse(name, false, 0);
        if (isCustomFields(owner)) return new FieldUse(name, true, 0);
        var field = owner(owner);
        var called = name(owner);
        return name.equals("value") && field != null && called != null && isCustomFields(field)
                ? new FieldUse(called, true, 0)
                : null;
    }

    private static boolean isIssue(Expression expression) {
        return expression instanceof VariableExpression variable
                && variable.getName().equals("issue");
    }

    private static boolean isCustomFields(Expression expression) {
        var owner = owner(expression);
        return owner != null && isIssue(owner) && "customFields".equals(name(expression));
    }

    private static @Nullable Expression owner(Expression expression) {
        if (expression instanceof PropertyExpression property) return property.getObjectExpression();
        return expression instanceof BinaryExpression index
                        && index.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
                ? index.getLeftExpression()
                : null;
    }

    private static @Nullable String name(Expression expression) {
        if (expression instanceof PropertyExpression property) return property.getPropertyAsString();
        return expression instanceof BinaryExpression index
                        && index.getRightExpression()
                                instanceof org.codehaus.groovy.ast.expr.ConstantExpression constant
                ? String.valueOf(constant.getValue())
                : null;
    }
}
