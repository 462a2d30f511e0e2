package dev.drawbridge.rules;

import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import groovy.transform.ThreadInterrupt;
import java.util.List;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.control.customizers.SecureASTCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.jspecify.annotations.Nullable;

/**
 * Makes a class of a rule's text. Imports of files, processes, sockets and reflection are refused and every loop can be
 * interrupted; this keeps accidents out, not an administrator who means harm.
 */
final class Compiler {
    private Compiler() {}

    @SuppressWarnings("unchecked")
    static Rulebook.Rule compile(String file, String text) {
        var loader = new GroovyClassLoader(Compiler.class.getClassLoader(), configuration());
        try {
            var name = file.replaceAll("[^A-Za-z0-9]", "_") + ".groovy";
            return new Rulebook.Rule(file, (Class<? extends Script>) loader.parseClass(text, name));
        } catch (CompilationFailedException broken) {
            throw new RuleBroken(file, line(broken), message(broken), broken);
        }
    }

    private static CompilerConfiguration configuration() {
        var secure = new SecureASTCustomizer();
        secure.setDisallowedStarImports(
                List.of("java.io", "java.nio.file", "java.net", "java.lang.reflect", "javax.script"));
        secure.setDisallowedReceivers(List.of(
                "java.lang.System",
                "java.lang.Runtime",
                "java.lang.ProcessBuilder",
                "java.lang.Thread",
                "java.lang.Class",
                "java.io.File"));
        secure.setDisallowedImports(List.of(
                "java.io.File", "java.net.URL", "java.net.Socket", "java.lang.ProcessBuilder", "groovy.lang.Grab"));
        var configuration = new CompilerConfiguration();
        configuration.setDisabledGlobalASTTransformations(
                java.util.Set.of("groovy.grape.GrabAnnotationTransformation"));
        configuration.addCompilationCustomizers(secure, new ASTTransformationCustomizer(ThreadInterrupt.class));
        return configuration;
    }

    private static @Nullable Integer line(CompilationFailedException broken) {
        return broken instanceof MultipleCompilationErrorsException many
                        && many.getErrorCollector().getErrors() != null
                        && !many.getErrorCollector().getErrors().isEmpty()
                        && many.getErrorCollector().getErrors().get(0) instanceof SyntaxErrorMessage syntax
                ? Integer.valueOf(syntax.getCause().getLine())
                : null;
    }

    private static String message(CompilationFailedException broken) {
        return broken instanceof MultipleCompilationErrorsException many
                        && many.getErrorCollector().getErrors() != null
                        && !many.getErrorCollector().getErrors().isEmpty()
                        && many.getErrorCollector().getErrors().get(0) instanceof SyntaxErrorMessage syntax
                ? "does not compile: " + syntax.getCause().getOriginalMessage()
                : "does not compile: " + broken.getMessage();
    }
}
