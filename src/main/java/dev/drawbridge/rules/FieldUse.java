package dev.drawbridge.rules;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
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

    /**
     * Those of a rule; none when it does not compile, which is said elsewhere.
     *
     * @param variable whose fields they are, {@code issue} or {@code replica}
     */
    static List<FieldUse> in(RuleSource rule, String variable) {
        return in(rule, variable, false);
    }

    /** Custom fields of an issue that a rule looks at or sets. */
    static List<FieldUse> custom(RuleSource rule) {
        return in(rule, "issue", true);
    }

    private static List<FieldUse> in(RuleSource rule, String variable, boolean read) {
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
                if (read) look(expression);
                else if (Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR))
                    add(set(variable, expression.getLeftExpression()), expression);
                super.visitBinaryExpression(expression);
            }

            @Override
            public void visitMethodCallExpression(MethodCallExpression call) {
                var method = call.getMethodAsString();
                if (!read && is(variable, call.getObjectExpression()) && method != null) {
                    if (method.matches("set[A-Z].*"))
                        add(new FieldUse(decapitalized(method.substring(3)), false, 0), call);
                    if (method.equals("put")) add(put(call.getArguments()), call);
                }
                super.visitMethodCallExpression(call);
            }

            @Override
            public void visitPropertyExpression(PropertyExpression expression) {
                if (read) look(expression);
                super.visitPropertyExpression(expression);
            }

            private void look(Expression expression) {
                var owner = owner(expression);
                var name = name(expression);
                if (owner != null && name != null && isCustomFields(variable, owner))
                    add(new FieldUse(name, true, 0), expression);
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

    private static String decapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static @Nullable FieldUse put(Expression arguments) {
        return arguments instanceof TupleExpression given
                        && !given.getExpressions().isEmpty()
                        && given.getExpression(0) instanceof ConstantExpression name
                ? new FieldUse(String.valueOf(name.getValue()), false, 0)
                : null;
    }

    private static @Nullable FieldUse set(String variable, Expression left) {
        var owner = owner(left);
        var name = name(left);
        if (owner == null || name == null) return null;
        if (is(variable, owner)) return new FieldUse(name, false, 0);
        if (isCustomFields(variable, owner)) return new FieldUse(name, true, 0);
        var field = owner(owner);
        var called = name(owner);
        return name.equals("value") && field != null && called != null && isCustomFields(variable, field)
                ? new FieldUse(called, true, 0)
                : null;
    }

    private static boolean is(String variable, Expression expression) {
        return expression instanceof VariableExpression named && named.getName().equals(variable);
    }

    private static boolean isCustomFields(String variable, Expression expression) {
        var owner = owner(expression);
        return owner != null && is(variable, owner) && "customFields".equals(name(expression));
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
                        && index.getRightExpression() instanceof ConstantExpression constant
                ? String.valueOf(constant.getValue())
                : null;
    }
}
