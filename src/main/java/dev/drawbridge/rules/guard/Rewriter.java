package dev.drawbridge.rules.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ConstructorNode;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.InnerClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ArrayExpression;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.CaseStatement;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.DoWhileStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.WhileStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.SyntaxException;
import org.codehaus.groovy.syntax.Types;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the checks of {@link Guard} into one class of a rule, once all its names are resolved: the receiver of each call
 * and property is passed through a check and the call itself stays Groovy's; where name or arguments matter, the guard
 * makes the call.
 */
final class Rewriter extends ClassCodeExpressionTransformer {
    /** Methods whose arguments matter, or that search a text. */
    private static final Set<String> ROUTED = Set.of(
            "matches",
            "find",
            "findAll",
            "eachMatch",
            "replaceAll",
            "replaceFirst",
            "split",
            "splitEachLine",
            "splitAsStream",
            "matcher",
            "reset",
            "asPredicate",
            "asMatchPredicate",
            "isCase",
            "grep",
            "minus",
            "multiply",
            "repeat",
            "padLeft",
            "padRight",
            "center",
            "power",
            "pow",
            "shiftLeft",
            "setLength",
            "ensureCapacity",
            "getProperty",
            "setProperty",
            "invokeMethod",
            "getAt",
            "putAt",
            "asType");

    private static final Map<Integer, String> OPERATORS = Map.of(
            Types.PLUS,
            "plus",
            Types.MINUS,
            "minus",
            Types.MULTIPLY,
            "multiply",
            Types.POWER,
            "power",
            Types.LEFT_SHIFT,
            "leftShift");

    private static final Map<Integer, String> ASSIGNMENTS = Map.ofEntries(
            Map.entry(Types.PLUS_EQUAL, "plus"),
            Map.entry(Types.MINUS_EQUAL, "minus"),
            Map.entry(Types.MULTIPLY_EQUAL, "multiply"),
            Map.entry(Types.DIVIDE_EQUAL, "div"),
            Map.entry(Types.MOD_EQUAL, "mod"),
            Map.entry(Types.POWER_EQUAL, "power"),
            Map.entry(Types.LEFT_SHIFT_EQUAL, "leftShift"),
            Map.entry(Types.RIGHT_SHIFT_EQUAL, "rightShift"),
            Map.entry(Types.BITWISE_AND_EQUAL, "and"),
            Map.entry(Types.BITWISE_OR_EQUAL, "or"),
            Map.entry(Types.BITWISE_XOR_EQUAL, "xor"),
            Map.entry(Types.ELVIS_EQUAL, "elvis"));

    private static final ClassNode GUARD = ClassHelper.make(Guard.class);
    private static final Set<String> SIZED = Set.of(
            "java.lang.StringBuilder",
            "java.lang.StringBuffer",
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.HashSet",
            "java.util.LinkedHashSet",
            "java.util.Vector",
            "java.util.PriorityQueue",
            "java.util.BitSet",
            "java.util.ArrayDeque",
            "java.util.Hashtable");

    private final SourceUnit source;
    private final ClassNode type;
    private int closures;
    private boolean isStatic;

    Rewriter(SourceUnit source, ClassNode type) {
        this.source = source;
        this.type = type;
    }

    static boolean isRouted(String name) {
        return ROUTED.contains(name);
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return source;
    }

    void rewrite() {
        if (!type.isScript()) {
            requireType(type.getUnresolvedSuperClass(false), type);
            if (!type.isEnum()
                    && type.getSuperClass() != null
                    && type.getSuperClass().getName().startsWith("groovy.lang."))
                refuse("A rule may not extend " + type.getSuperClass().getName(), type);
            for (var each : type.getInterfaces())
                if (!each.getName().equals("groovy.lang.GroovyObject")) requireType(each, type);
        }
        visitClass(type);
    }

    @Override
    protected void visitAnnotation(AnnotationNode node) {}

    @Override
    public void visitField(FieldNode field) {
        if (field.getLineNumber() > 0) requireType(field.getType(), field);
        isStatic = field.isStatic();
        super.visitField(field);
        isStatic = false;
    }

    @Override
    public void visitMethod(MethodNode method) {
        if (method.getLineNumber() <= 0 && !holdsStatements(method)) return;
        if (!method.isSynthetic()) {
            requireType(method.getReturnType(), method);
            for (var each : method.getExceptions()) requireType(each, method);
        }
        isStatic = method.isStatic();
        super.visitMethod(method);
        isStatic = false;
        if (method.getCode() != null && !method.isAbstract()) method.setCode(ticking(method.getCode()));
    }

    /** Groovy makes these itself, out of what stands in the rule. */
    private boolean holdsStatements(MethodNode method) {
        return method.getName().equals("<clinit>")
                || (type.isScript() && method.getName().equals("run"));
    }

    @Override
    protected void visitConstructorOrMethod(MethodNode method, boolean isConstructor) {
        if (!method.isSynthetic()) parameters(method.getParameters());
        super.visitConstructorOrMethod(method, isConstructor);
    }

    @Override
    public void visitConstructor(ConstructorNode constructor) {
        if (constructor.getLineNumber() <= 0) return;
        super.visitConstructor(constructor);
    }

    private void parameters(Parameter @Nullable [] parameters) {
        if (parameters != null) for (var each : parameters) requireType(each.getType(), each);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        if (loop.getVariable() != ForStatement.FOR_LOOP_DUMMY)
            requireType(loop.getVariable().getType(), loop);
        super.visitForLoop(loop);
        loop.setLoopBlock(ticking(loop.getLoopBlock()));
    }

    @Override
    public void visitWhileLoop(WhileStatement loop) {
        super.visitWhileLoop(loop);
        loop.setLoopBlock(ticking(loop.getLoopBlock()));
    }

    @Override
    public void visitDoWhileLoop(DoWhileStatement loop) {
        super.visitDoWhileLoop(loop);
        loop.setLoopBlock(ticking(loop.getLoopBlock()));
    }

    @Override
    public void visitCatchStatement(CatchStatement caught) {
        requireType(caught.getExceptionType(), caught);
        super.visitCatchStatement(caught);
        caught.setCode(ticking(caught.getCode()));
    }

    @Override
    public void visitCaseStatement(CaseStatement statement) {
        super.visitCaseStatement(statement);
        var expression = statement.getExpression();
        if (!(expression instanceof ConstantExpression) && !(expression instanceof ClassExpression))
            statement.setExpression(guard("caseOf", expression, expression));
    }

    private static Statement ticking(Statement body) {
        var block = new BlockStatement();
        block.setSourcePosition(body);
        var tick = new ExpressionStatement(guard("tick", body));
        tick.setSourcePosition(body);
        block.addStatement(tick);
        if (body instanceof BlockStatement statements) {
            block.setVariableScope(statements.getVariableScope());
            block.addStatements(statements.getStatements());
            return block;
        }
        block.addStatement(body);
        return block;
    }

    @Override
    public @Nullable Expression transform(@Nullable Expression expression) {
        if (expression == null) return null;
        if (expression instanceof ClosureExpression closure) return closure(closure);
        if (expression instanceof DeclarationExpression declaration) return declaration(declaration);
        if (expression instanceof BinaryExpression binary) return binary(binary);
        if (expression instanceof MethodCallExpression call) return call(call);
        if (expression instanceof StaticMethodCallExpression call) return call(call);
        if (expression instanceof ConstructorCallExpression call) return made(call);
        if (expression instanceof PropertyExpression property) return property(property);
        if (expression instanceof MethodPointerExpression pointer)
            return guard("pointer", pointer, go(pointer.getExpression()), go(pointer.getMethodName()));
        if (expression instanceof CastExpression cast) requireType(cast.getType(), cast);
        if (expression instanceof ArrayExpression array) return array(array);
        if (expression instanceof VariableExpression variable) return variable(variable);
        if (expression instanceof ClassExpression named) requireType(named.getType(), named);
        if (expression instanceof PostfixExpression step)
            return step(step.getExpression(), step.getOperation().getType(), step, false);
        if (expression instanceof PrefixExpression step)
            return step(step.getExpression(), step.getOperation().getType(), step, true);
        if (expression instanceof RangeExpression range) return range(range);
        return expression.transformExpression(this);
    }

    private Expression go(Expression expression) {
        return java.util.Objects.requireNonNull(transform(expression));
    }

    private Expression closure(ClosureExpression closure) {
        parameters(closure.getParameters());
        if (closure.getParameters() != null)
            for (var each : closure.getParameters())
                if (each.hasInitialExpression()) each.setInitialExpression(go(each.getInitialExpression()));
        closures++;
        closure.getCode().visit(this);
        closures--;
        closure.setCode(ticking(closure.getCode()));
        return closure;
    }

    private Expression declaration(DeclarationExpression declaration) {
        if (declaration.isMultipleAssignmentDeclaration())
            for (var each : declaration.getTupleExpression().getExpressions()) requireType(each.getType(), declaration);
        else requireType(declaration.getVariableExpression().getType(), declaration);
        declaration.setRightExpression(go(declaration.getRightExpression()));
        return declaration;
    }

    private Expression binary(BinaryExpression binary) {
        var operator = binary.getOperation().getType();
        var left = binary.getLeftExpression();
        var right = binary.getRightExpression();
        if (operator == Types.ASSIGN) return assign(binary, left, go(right));
        var assigned = ASSIGNMENTS.get(operator);
        if (assigned != null) return assign(binary, left, assigned, go(right));
        if (operator == Types.LEFT_SQUARE_BRACKET)
            return guard("getAt", binary, go(left), go(right), constant(binary.isSafe()));
        if (operator == Types.FIND_REGEX) return guard("find", binary, go(left), go(right));
        if (operator == Types.MATCH_REGEX) return guard("match", binary, go(left), go(right));
        var named = OPERATORS.get(operator);
        if (named != null) return guard("operator", binary, go(left), constant(named), go(right));
        if (operator == Types.KEYWORD_IN || operator == Types.COMPARE_NOT_IN)
            return again(binary, go(left), guard("caseOf", right, go(right)));
        if (operator == Types.KEYWORD_INSTANCEOF || operator == Types.COMPARE_NOT_INSTANCEOF) {
            requireType(right.getType(), right);
            return again(binary, go(left), right);
        }
        return again(binary, go(left), go(right));
    }

    private static Expression again(BinaryExpression binary, Expression left, Expression right) {
        var again = new BinaryExpression(left, binary.getOperation(), right, binary.isSafe());
        again.setSourcePosition(binary);
        again.copyNodeMetaData(binary);
        return again;
    }

    private Expression assign(BinaryExpression binary, Expression left, Expression value) {
        if (left instanceof BinaryExpression index && index.getOperation().getType() == Types.LEFT_SQUARE_BRACKET)
            return guard("putAt", binary, go(index.getLeftExpression()), go(index.getRightExpression()), value);
        if (left instanceof AttributeExpression attribute) requireOwnField(attribute);
        else if (left instanceof PropertyExpression property) return set(binary, property, value);
        if (left instanceof VariableExpression variable && isFree(variable)) {
            requireName(variable.getName(), variable);
            if (closures > 0 && !isForeign())
                return again(binary, left, guard("second", binary, implicit("implicitProperty", variable), value));
            if (isForeign()) return guard("bind", binary, self(binary), constant(variable.getName()), value);
        }
        if (left instanceof TupleExpression several)
            for (var each : several.getExpressions())
                if (!(each instanceof VariableExpression)) refuse("A rule may only set variables so", each);
        return again(binary, left, value);
    }

    private Expression set(BinaryExpression binary, PropertyExpression property, Expression value) {
        var name = name(property);
        var owner = property.getObjectExpression();
        if (name == null) return guard("setProperty", binary, owner(owner), go(property.getProperty()), value);
        if (isSelf(owner)) {
            requireName(name, property);
            return again(binary, property, value);
        }
        var target = new PropertyExpression(
                guard("ofWrite", property, owner(owner), constant(name)), property.getProperty(), property.isSafe());
        target.setSpreadSafe(property.isSpreadSafe());
        if (property.isSpreadSafe()) refuse("A rule may not set a property of several objects at once", property);
        target.setSourcePosition(property);
        return again(binary, target, value);
    }

    private Expression assign(BinaryExpression binary, Expression left, String operator, Expression value) {
        if (left instanceof BinaryExpression index && index.getOperation().getType() == Types.LEFT_SQUARE_BRACKET)
            return guard(
                    "indexAssign",
                    binary,
                    go(index.getLeftExpression()),
                    go(index.getRightExpression()),
                    constant(operator),
                    value);
        if (left instanceof AttributeExpression attribute) {
            requireOwnField(attribute);
            return again(binary, left, value);
        }
        if (left instanceof PropertyExpression property)
            return guard(
                    "propertyAssign",
                    binary,
                    owner(property.getObjectExpression()),
                    property.getProperty() instanceof ConstantExpression
                            ? property.getProperty()
                            : go(property.getProperty()),
                    constant(operator),
                    value,
                    constant(property.isSafe()));
        var result = guard("operated", binary, go(left), constant(operator), value);
        var operation = org.codehaus.groovy.syntax.Token.newSymbol(
                Types.ASSIGN,
                binary.getOperation().getStartLine(),
                binary.getOperation().getStartColumn());
        var plain = new BinaryExpression(left, operation, result);
        plain.setSourcePosition(binary);
        if (left instanceof VariableExpression variable && isFree(variable)) {
            requireName(variable.getName(), variable);
            if (isForeign()) return guard("bind", binary, self(binary), constant(variable.getName()), result);
        }
        return plain;
    }

    private Expression step(Expression target, int operation, Expression whole, boolean prefix) {
        var operator = operation == Types.PLUS_PLUS ? "next" : "previous";
        if (target instanceof BinaryExpression index && index.getOperation().getType() == Types.LEFT_SQUARE_BRACKET)
            return guard(
                    "indexStep",
                    whole,
                    go(index.getLeftExpression()),
                    go(index.getRightExpression()),
                    constant(operator),
                    constant(prefix));
        if (target instanceof AttributeExpression attribute) requireOwnField(attribute);
        else if (target instanceof PropertyExpression property)
            return guard(
                    "propertyStep",
                    whole,
                    owner(property.getObjectExpression()),
                    property.getProperty() instanceof ConstantExpression
                            ? property.getProperty()
                            : go(property.getProperty()),
                    constant(operator),
                    constant(prefix));
        if (target instanceof VariableExpression variable && isFree(variable)) {
            requireName(variable.getName(), variable);
            if (isForeign())
                return guard(
                        "bind",
                        whole,
                        self(whole),
                        constant(variable.getName()),
                        guard("operated", whole, go(target), constant(operator), constant(null)));
        }
        return target instanceof VariableExpression ? whole : whole.transformExpression(this);
    }

    private Expression range(RangeExpression range) {
        var from = go(range.getFrom());
        var to = go(range.getTo());
        if (from instanceof ConstantExpression first && to instanceof ConstantExpression last) {
            try {
                Sizes.requireRange(first.getValue(), last.getValue());
            } catch (Refused absurd) {
                refuse(String.valueOf(absurd.getMessage()), range);
            }
        }
        var looked = from instanceof ConstantExpression || from instanceof VariableExpression
                ? guard("rangeEnd", to, from, to)
                : guard("size", to, to);
        var again = new RangeExpression(from, looked, range.isInclusive());
        again.setSourcePosition(range);
        return again;
    }

    private Expression array(ArrayExpression array) {
        requireType(array.getElementType(), array);
        if (!array.hasInitializer() && array.getSizeExpression() != null) {
            var sizes = new ArrayList<Expression>();
            for (var size : array.getSizeExpression())
                sizes.add(
                        size == null || size instanceof org.codehaus.groovy.ast.expr.EmptyExpression
                                ? size
                                : new CastExpression(ClassHelper.int_TYPE, guard("size", size, go(size))));
            var again = new ArrayExpression(array.getElementType(), null, sizes);
            again.setSourcePosition(array);
            return again;
        }
        return array.transformExpression(this);
    }

    private Expression made(ConstructorCallExpression call) {
        requireType(call.getType(), call);
        if (SIZED.contains(call.getType().getName())
                && call.getArguments() instanceof ArgumentListExpression list
                && list.getExpressions().size() == 1
                && !(list.getExpression(0) instanceof org.codehaus.groovy.ast.expr.SpreadExpression)) {
            var given = go(list.getExpression(0));
            var again = new ConstructorCallExpression(
                    call.getType(), new ArgumentListExpression(guard("size", given, given)));
            again.setSourcePosition(call);
            return again;
        }
        return call.transformExpression(this);
    }

    private Expression property(PropertyExpression property) {
        if (property instanceof AttributeExpression attribute) {
            requireOwnField(attribute);
            return attribute;
        }
        var owner = property.getObjectExpression();
        var name = name(property);
        if (name == null) {
            return property.isSpreadSafe()
                    ? guard("propertyAll", property, owner(owner), go(property.getProperty()))
                    : guard(
                            "property",
                            property,
                            owner(owner),
                            go(property.getProperty()),
                            constant(property.isSafe()));
        }
        var typed = typed(owner, name);
        if (typed != null) return typed;
        if (isSelf(owner)) {
            requireName(name, property);
            return property;
        }
        if (owner instanceof ClassExpression named) {
            requireMember(named.getType(), name, true, property);
            return property;
        }
        var looked = guard(property.isSpreadSafe() ? "ofReadAll" : "ofRead", property, owner(owner), constant(name));
        var again = new PropertyExpression(looked, property.getProperty(), property.isSafe());
        again.setSpreadSafe(property.isSpreadSafe());
        again.setStatic(property.isStatic());
        again.setSourcePosition(property);
        return again;
    }

    /** {@code x.getClass().simpleName}, {@code x.class.name}: wanted for messages. */
    private @Nullable Expression typed(Expression owner, String name) {
        var simple = name.equals("simpleName") || name.equals("getSimpleName");
        if (!simple && !name.equals("name") && !name.equals("getName")) return null;
        if (owner instanceof MethodCallExpression call
                && !call.isImplicitThis()
                && "getClass".equals(call.getMethodAsString())
                && call.getArguments() instanceof TupleExpression none
                && none.getExpressions().isEmpty())
            return guard("typeName", owner, owner(call.getObjectExpression()), constant(simple));
        if (owner instanceof PropertyExpression call
                && "class".equals(call.getPropertyAsString())
                && !(call.getObjectExpression() instanceof ClassExpression)
                && !isSelf(call.getObjectExpression()))
            return guard("typeName", owner, owner(call.getObjectExpression()), constant(simple));
        return null;
    }

    private Expression variable(VariableExpression variable) {
        if (variable.isThisExpression() || variable.isSuperExpression() || !isFree(variable)) return variable;
        requireName(variable.getName(), variable);
        if (isForeign()) {
            return closures > 0
                    ? implicit("freeInClosure", variable)
                    : guard("free", variable, self(variable), constant(variable.getName()));
        }
        return closures > 0 ? guard("second", variable, implicit("implicitProperty", variable), variable) : variable;
    }

    private Expression implicit(String check, VariableExpression variable) {
        return implicit(check, variable.getName(), variable);
    }

    private Expression implicit(String check, String name, ASTNode where) {
        return guard(check, where, constant(name), ofClosure("getOwner", where), ofClosure("getDelegate", where));
    }

    private static Expression ofClosure(String method, ASTNode where) {
        var call = new MethodCallExpression(VariableExpression.THIS_EXPRESSION, method, new ArgumentListExpression());
        call.setImplicitThis(true);
        call.setSourcePosition(where);
        return call;
    }

    /** Not a script's own code, so that names of the rule are found only through the running one. */
    private boolean isForeign() {
        return isStatic || !type.isScript();
    }

    private static boolean isFree(VariableExpression variable) {
        return variable.getAccessedVariable() instanceof DynamicVariable;
    }

    private Expression self(ASTNode where) {
        if (isStatic) {
            var named = new ClassExpression(type);
            named.setSourcePosition(where);
            return named;
        }
        return new VariableExpression("this", type);
    }

    private Expression call(MethodCallExpression call) {
        var name = call.getMethodAsString();
        var owner = call.getObjectExpression();
        if (call.isImplicitThis()) return implicitly(call, name);
        if (name == null) return routed(call, go(call.getMethod()));
        var typed = typed(owner, name);
        if (typed != null) return typed;
        var resource = resource(call, name);
        if (resource != null) return resource;
        if (isPrint(owner, name)) return guard("print", call, constant(name), list(call.getArguments()));
        if (isSelf(owner)) {
            requireName(name, call);
            if (ROUTED.contains(name) && !isSuper(owner) && !declares(name)) return routed(call, constant(name));
            return withArguments(call, owner);
        }
        if (owner instanceof ClassExpression named) {
            requireMember(named.getType(), name, false, call);
            if (!isOwn(named.getType()) && (name.equals("matches") || name.equals("nCopies") || name.equals("asType")))
                return guard("callStatic", call, named, constant(name), list(call.getArguments()));
            return withArguments(call, owner);
        }
        if (ROUTED.contains(name)) return routed(call, constant(name));
        if (name.equals("sleep")) return guard("sleep", call, owner(owner), list(call.getArguments()));
        return withArguments(call, guard(call.isSpreadSafe() ? "onAll" : "on", call, owner(owner), constant(name)));
    }

    /** {@code System.out.println(x)}: goes where {@code println x} goes. */
    private static boolean isPrint(Expression owner, String name) {
        return Set.of("println", "print", "printf").contains(name)
                && owner instanceof PropertyExpression stream
                && stream.getObjectExpression() instanceof ClassExpression named
                && named.getType().getName().equals("java.lang.System")
                && Set.of("out", "err").contains(String.valueOf(name(stream)));
    }

    /** {@code Status.class.getResourceAsStream(name)} and its like: reads what lies beside the external scripts. */
    private @Nullable Expression resource(MethodCallExpression call, String name) {
        if (!name.equals("getResource") && !name.equals("getResourceAsStream")) return null;
        var folder = folder(call.getObjectExpression());
        if (folder == null
                || !(call.getArguments() instanceof TupleExpression one)
                || one.getExpressions().size() != 1) return null;
        var self = new ClassExpression(type);
        return guard("resource", call, self, constant(folder), go(one.getExpression(0)));
    }

    /** Where a class or a class loader of the rule looks for names that begin without a slash; null for anything else. */
    private @Nullable String folder(Expression owner) {
        if (owner instanceof ClassExpression named) return isOwn(named.getType()) ? folder(named.getType()) : null;
        var asked = owner instanceof PropertyExpression property ? property.getObjectExpression() : null;
        var what = owner instanceof PropertyExpression property ? name(property) : null;
        if (owner instanceof MethodCallExpression call && call.getMethodAsString() != null) {
            asked = call.getObjectExpression();
            what = call.getMethodAsString();
        }
        if (asked == null || what == null) return null;
        return switch (what) {
            case "class", "getClass" ->
                isSelf(asked) ? folder(type) : asked instanceof ClassExpression ? folder(asked) : null;
            case "classLoader", "getClassLoader" -> folder(asked) == null ? null : "";
            case "contextClassLoader", "getContextClassLoader" -> "";
            default -> null;
        };
    }

    private static String folder(ClassNode type) {
        var home = type.getPackageName();
        return home == null ? "" : home.replace('.', '/') + "/";
    }

    private Expression implicitly(MethodCallExpression call, @Nullable String name) {
        if (name == null) {
            refuse("A rule must say whose method it calls when the name is computed", call);
            return call;
        }
        var known = declares(name);
        if (!known) requireName(name, call);
        if (name.equals("sleep") && !known) return guard("sleep", call, constant(null), list(call.getArguments()));
        if (name.equals("invokeMethod") || name.equals("setProperty") || name.equals("getProperty"))
            return routed(call, constant(name));
        if (isForeign() && !known && closures == 0)
            return guard("freeCall", call, self(call), constant(name), list(call.getArguments()));
        var again = withArguments(call, call.getObjectExpression());
        if (closures == 0 || name.equals("call")) return again;
        return guard("second", call, implicit("implicit", name, call), again);
    }

    private Expression call(StaticMethodCallExpression call) {
        var owner = call.getOwnerType();
        var name = call.getMethod();
        if (isOwn(owner)) {
            if (!declares(owner, name)) {
                requireName(name, call);
                if (name.equals("sleep")) return guard("sleep", call, constant(null), list(call.getArguments()));
                return guard("freeCall", call, new ClassExpression(owner), constant(name), list(call.getArguments()));
            }
        } else {
            requireMember(owner, name, false, call);
            if (name.equals("matches") || name.equals("nCopies"))
                return guard("callStatic", call, new ClassExpression(owner), constant(name), list(call.getArguments()));
        }
        return call.transformExpression(this);
    }

    private Expression routed(MethodCallExpression call, Expression name) {
        return guard(
                call.isSpreadSafe() ? "callAll" : "call",
                call,
                owner(call.getObjectExpression()),
                name,
                constant(call.isSafe()),
                list(call.getArguments()));
    }

    private Expression withArguments(MethodCallExpression call, Expression owner) {
        var again = new MethodCallExpression(owner, call.getMethod(), go(call.getArguments()));
        again.setSafe(call.isSafe());
        again.setSpreadSafe(call.isSpreadSafe());
        again.setImplicitThis(call.isImplicitThis());
        again.setGenericsTypes(call.getGenericsTypes());
        again.setSourcePosition(call);
        again.copyNodeMetaData(call);
        return again;
    }

    /** Arguments as a list: named ones are its first element, as Groovy has it. */
    private Expression list(Expression arguments) {
        var list = new ListExpression();
        list.setSourcePosition(arguments);
        if (arguments instanceof TupleExpression several)
            for (var each : several.getExpressions()) {
                var given = go(each);
                list.addExpression(
                        given instanceof MapExpression map ? new MapExpression(map.getMapEntryExpressions()) : given);
            }
        else list.addExpression(go(arguments));
        return list;
    }

    private Expression owner(Expression owner) {
        return go(owner);
    }

    private static boolean isSelf(Expression owner) {
        return owner instanceof VariableExpression variable
                && (variable.isThisExpression() || variable.isSuperExpression());
    }

    private static boolean isSuper(Expression owner) {
        return owner instanceof VariableExpression variable && variable.isSuperExpression();
    }

    private boolean declares(String name) {
        for (ClassNode each = type; each != null; each = each instanceof InnerClassNode ? each.getOuterClass() : null)
            if (declares(each, name)) return true;
        return false;
    }

    private static boolean declares(ClassNode type, String name) {
        for (var each = type; each != null && isOwn(each); each = each.getSuperClass())
            for (var method : each.getMethods(name)) if (method.getLineNumber() > 0) return true;
        return false;
    }

    private static boolean isOwn(ClassNode type) {
        return type.redirect().isPrimaryClassNode();
    }

    private static @Nullable String name(PropertyExpression property) {
        return property.getProperty() instanceof ConstantExpression constant
                ? String.valueOf(constant.getValue())
                : null;
    }

    private void requireOwnField(AttributeExpression attribute) {
        if (!isSelf(attribute.getObjectExpression()) || name(attribute) == null || "metaClass".equals(name(attribute)))
            refuse("A rule may not use .@ but for fields of this", attribute);
    }

    private void requireName(String name, ASTNode where) {
        if (Rights.isNever(name)) refuse("A rule may not use " + name, where);
    }

    private void requireMember(ClassNode named, String name, boolean read, ASTNode where) {
        requireType(named, where);
        if (isOwn(named)) {
            if (!declares(named, name) && !Rights.isOfAClass(name) && Rights.isNever(name) && !name.equals("class"))
                refuse("A rule may not use " + name + " of " + named.getName(), where);
            return;
        }
        if (!AllowList.isType(named.getName()) || !named.redirect().isResolved()) return;
        try {
            var rights = Rights.of(named.redirect().getTypeClass());
            if (read) rights.requireStaticRead(name);
            else rights.requireStatic(name);
        } catch (Refused refused) {
            refuse(String.valueOf(refused.getMessage()), where);
        }
    }

    private void requireType(@Nullable ClassNode named, ASTNode where) {
        if (named == null) return;
        var plain = named;
        while (plain.isArray()) plain = plain.getComponentType();
        if (plain.isGenericsPlaceHolder() || isOwn(plain) || ClassHelper.isPrimitiveType(plain)) return;
        if (AllowList.isType(plain.getName())) return;
        if (plain.redirect().isResolved()
                && plain.redirect().getTypeClass().getClassLoader() instanceof RuleLoader.Jars) return;
        refuse(AllowList.sentence(plain.getName()), where);
    }

    private void refuse(String sentence, ASTNode where) {
        source.addErrorAndContinue(new SyntaxException(
                sentence,
                Math.max(1, where.getLineNumber() > 0 ? where.getLineNumber() : type.getLineNumber()),
                Math.max(1, where.getColumnNumber()),
                where.getLastLineNumber(),
                where.getLastColumnNumber()));
    }

    private static ConstantExpression constant(@Nullable Object value) {
        return new ConstantExpression(value, false);
    }

    private static Expression guard(String check, ASTNode where, Expression... arguments) {
        var call = new StaticMethodCallExpression(GUARD, check, new ArgumentListExpression(List.of(arguments)));
        call.setSourcePosition(where);
        return call;
    }
}
