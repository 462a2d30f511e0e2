package dev.drawbridge.console;

import dev.drawbridge.connection.NodeFacts;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The OpenAPI document of the admin API: calls, parameters and bodies as they are in the code, answers as they are described. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    private static final String API = "/api/v1";
    private static final Map<HttpStatus, String> REFUSALS = Map.of(
            HttpStatus.UNAUTHORIZED, "Nobody, or somebody whose login does not hold, has called.",
            HttpStatus.FORBIDDEN, "The level or the scopes of the caller do not reach.",
            HttpStatus.NOT_FOUND, "There is no such thing.",
            HttpStatus.CONFLICT, "It cannot be as things stand.",
            HttpStatus.UNPROCESSABLE_ENTITY, "What was sent cannot be; the sentence says why.",
            HttpStatus.BAD_GATEWAY, "Jira or the partner cannot be asked.");

    @Bean
    OpenAPI adminApi(NodeFacts node) {
        return new OpenAPI()
                .info(new Info()
                        .title("Drawbridge admin API")
                        .description("What administrators, operators and their programs do with a node."
                                + " Shapes are added to and never changed.")
                        .version(node.version())
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components()
                        .addSecuritySchemes(
                                "password",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("A user's name and password."))
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API token, with its scopes.")))
                .security(List.of(
                        new SecurityRequirement().addList("password"), new SecurityRequirement().addList("token")));
    }

    @Bean
    OpenApiCustomizer answers() {
        var known = Answers.read();
        return document -> {
            known.shapes().forEach((name, shape) -> document.getComponents().addSchemas(name, shape));
            document.getPaths().forEach((path, calls) -> calls.readOperationsMap()
                    .forEach((verb, call) -> describe(known, verb, path, call)));
        };
    }

    private static void describe(Answers known, PathItem.HttpMethod verb, String path, Operation call) {
        var name = verb + " " + path.substring(API.length());
        call.setOperationId(Answers.id(verb.name(), path.substring(API.length())));
        call.setTags(List.of(path.substring(API.length() + 1).split("/")[0]));
        var answers = new ApiResponses();
        var said = known.calls().get(name);
        if (said != null) {
            call.setSummary(said.does());
            said.answers().forEach((status, shape) -> answers.addApiResponse(status, answer(status, shape)));
        } else answers.putAll(call.getResponses());
        REFUSALS.forEach((status, why) -> answers.addApiResponse(
                String.valueOf(status.value()),
                new ApiResponse().description(why).content(content("application/problem+json", "Problem"))));
        call.setResponses(answers);
    }

    private static ApiResponse answer(String status, String shape) {
        var answer = new ApiResponse()
                .description(HttpStatus.valueOf(Integer.parseInt(status)).getReasonPhrase());
        if (shape.isEmpty()) return answer;
        if (shape.startsWith("text/"))
            return answer.content(new Content().addMediaType(shape, new MediaType().schema(new StringSchema())));
        return answer.content(content("application/json", shape));
    }

    private static Content content(String type, String shape) {
        return new Content().addMediaType(type, new MediaType().schema(Answers.named(shape)));
    }

    /** The library that writes the document brings YAML with it; the API speaks JSON, as before. */
    @Bean
    WebMvcConfigurer noYaml() {
        return new WebMvcConfigurer() {
            @Override
            public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
                converters.removeIf(converter -> converter.getSupportedMediaTypes().stream()
                        .anyMatch(type -> type.getSubtype().contains("yaml")));
            }
        };
    }
}
