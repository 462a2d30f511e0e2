package dev.drawbridge.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The HTML of pages. A template is given plain data and nothing that could do something; it escapes what it shows. */
final class Templates {
    private static final TypeReference<Map<String, Object>> MODEL = new TypeReference<>() {};
    private final TemplateEngine engine = new TemplateEngine();

    Templates(String contextPath) {
        var resolver = new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
        resolver.setPrefix("sandbox/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
        engine.setLinkBuilder(new StandardLinkBuilder() {
            @Override
            protected String computeContextPath(
                    IExpressionContext context, String base, @Nullable Map<String, Object> parameters) {
                return contextPath;
            }
        });
    }

    String html(String template, ObjectNode model) {
        return engine.process(template, new Context(Locale.ENGLISH, Json.MAPPER.convertValue(model, MODEL)));
    }
}
