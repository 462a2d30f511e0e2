package dev.drawbridge.rules.guard;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/** How rules are compiled: with the guard woven in, and nobody else's code running meanwhile. */
public final class Fence {
    private Fence() {}

    /**
     * A loader for the classes of one version of rules.
     *
     * @param jars archives and folders of classes that rules may use, which no guard looks at
     * @param resources files that rules may read, by their path
     */
    public static RuleLoader loader(List<URL> jars, Map<String, byte[]> resources) {
        var ours = Fence.class.getClassLoader();
        var parent = jars.isEmpty() ? ours : new RuleLoader.Jars(jars, ours);
        return new RuleLoader(parent, configuration(), resources);
    }

    private static CompilerConfiguration configuration() {
        var configuration = new CompilerConfiguration();
        configuration.setParameters(true);
        configuration.setDisabledGlobalASTTransformations(Set.of("groovy.grape.GrabAnnotationTransformation"));
        configuration.addCompilationCustomizers(new Marks(), new CompilationCustomizer(CompilePhase.CANONICALIZATION) {
            @Override
            public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
                new Rewriter(source, type).rewrite();
            }
        });
        return configuration;
    }
}
