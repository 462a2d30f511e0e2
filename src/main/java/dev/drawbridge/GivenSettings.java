package dev.drawbridge;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/** What somebody set under {@code drawbridge.}, compared with what there is. */
final class GivenSettings {
    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("drawbridge");
    /** Variables of the scripts in bin/ and of the build, which a node may inherit. */
    private static final Set<String> OF_SCRIPTS = Set.of("demo", "bench", "jar");

    private static final Pattern SECRET = Pattern.compile("(password|token|secret)$");

    private final ConfigurableEnvironment environment;

    GivenSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    void check(KnownSettings known) {
        refuseSecretsOnTheCommandLine();
        given().forEach(name -> refuseUnknown(name, known));
    }

    /** Other users of the machine can read the arguments of a process. */
    private void refuseSecretsOnTheCommandLine() {
        var arguments = environment.getPropertySources().stream()
                .filter(CommandLinePropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((CommandLinePropertySource<?>) source).getPropertyNames()));
        var options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-D"))
                .map(option -> option.substring(2).replaceFirst("=.*", ""));
        Stream.concat(arguments, options)
                .filter(name -> name.startsWith("drawbridge.") || name.startsWith("spring.datasource."))
                .filter(name -> SECRET.matcher(plain(name)).find())
                .findFirst()
                .ifPresent(name -> {
                    throw new StartRefused(
                            "%s: other users of this machine can read the arguments of a process: give it as environment variable %s or as %s-file."
                                    .formatted(name, variable(name), name));
                });
    }

    private Stream<ConfigurationPropertyName> given() {
        return Stream.of(ConfigurationPropertySources.get(environment))
                .flatMap(sources -> java.util.stream.StreamSupport.stream(sources.spliterator(), false))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(OURS::isAncestorOf)
                .filter(name -> !OF_SCRIPTS.contains(name.getElement(1, ConfigurationPropertyName.Form.UNIFORM)));
    }

    private static void refuseUnknown(ConfigurationPropertyName name, KnownSettings known) {
        var asked = plain(name.toString());
        if (known.all().stream().anyMatch(setting -> fits(setting, asked))) return;
        var nearest = nearest(asked, known)
                .map(setting -> "did you mean " + setting + "?")
                .orElse("the README lists all settings.");
        throw new StartRefused("%s: there is no such setting: %s".formatted(name, nearest));
    }

    private static boolean fits(KnownSettings.Setting setting, String asked) {
        var name = plain(setting.name());
        return name.equals(asked) || (setting.many() && asked.matches(Pattern.quote(name) + "\\d+"));
    }

    private static Optional<String> nearest(String asked, KnownSettings known) {
        return known.all().stream()
                .map(KnownSettings.Setting::name)
                .min(Comparator.comparingInt(name -> distance(plain(name), asked)))
                .filter(name -> distance(plain(name), asked) <= 3);
    }

    /** Environment variables know neither dots nor hyphens: names are the same when their letters are. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
    }

    /** How many letters must be put in, left out or changed. */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) row[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                var above = row[j];
                var change = one.charAt(i - 1) == other.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, change);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
