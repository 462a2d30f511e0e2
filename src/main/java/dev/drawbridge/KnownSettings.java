package dev.drawbridge;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Every setting that a record of the house declares: the outside interface, read from where it is defined. */
final class KnownSettings {
    private final Map<Class<?>, String> records = new LinkedHashMap<>();
    private final List<Setting> settings = new ArrayList<>();

    /**
     * One setting.
     *
     * @param name such as {@code drawbridge.jira.poll-every}
     * @param standard its value when nobody sets it; null when there is none
     * @param many whether it is a list
     * @param record the record that declares it, and {@code component} its name there
     */
    record Setting(String name, @Nullable String standard, boolean many, Class<?> record, String component) {}

    KnownSettings() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.setResourcePattern("**/*Settings.class");
        for (var found : scanner.findCandidateComponents("dev.drawbridge")) {
            var type = ClassUtils.resolveClassName(
                    String.valueOf(found.getBeanClassName()), KnownSettings.class.getClassLoader());
            var prefix = type.getAnnotation(ConfigurationProperties.class).value();
            records.put(type, prefix);
            read(prefix, type);
        }
    }

    /** The records with the prefix under which each is bound. */
    Map<Class<?>, String> records() {
        return records;
    }

    /** All of them; one that two records declare appears twice. */
    List<Setting> all() {
        return settings;
    }

    private void read(String prefix, Class<?> type) {
        for (var parameter : canonical(type).getParameters()) {
            var component = named(parameter);
            var name = prefix + "." + DataObjectPropertyName.toDashedForm(component);
            if (parameter.getType().isRecord() && isOurs(parameter.getType())) read(name, parameter.getType());
            else
                settings.add(new Setting(
                        name,
                        standard(parameter),
                        Collection.class.isAssignableFrom(parameter.getType()),
                        type,
                        parameter.getName()));
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("dev.drawbridge.");
    }

    private static String named(Parameter parameter) {
        var name = parameter.getAnnotation(Name.class);
        return name == null ? parameter.getName() : name.value();
    }

    private static @Nullable String standard(Parameter parameter) {
        var standard = parameter.getAnnotation(DefaultValue.class);
        return standard == null || standard.value().length == 0 ? null : String.join(",", standard.value());
    }

    private static Constructor<?> canonical(Class<?> type) {
        List<Class<?>> shape = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) shape.add(component.getType());
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(one -> List.of(one.getParameterTypes()).equals(shape))
                .findFirst()
                .orElseThrow();
    }
}
