package dev.drawbridge.rules.guard;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.ASTTransformation;
import org.codehaus.groovy.transform.GroovyASTTransformation;

/** Lets a name that is unknown in a static method pass: {@link Rewriter} looks it up in the running rule. */
@GroovyASTTransformation(phase = CompilePhase.SEMANTIC_ANALYSIS)
public final class FreeNames implements ASTTransformation {
    @Override
    public void visit(ASTNode[] nodes, SourceUnit source) {
        new ClassCodeVisitorSupport() {
            @Override
            protected SourceUnit getSourceUnit() {
                return source;
            }

            @Override
            public void visitVariableExpression(VariableExpression variable) {
                if (variable.getAccessedVariable() instanceof DynamicVariable)
                    variable.setAccessedVariable(new DynamicVariable(variable.getName(), false));
            }
        }.visitClass((ClassNode) nodes[1]);
    }
}
