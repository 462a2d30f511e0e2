package dev.drawbridge;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

/** The borders of the house, each with its reason, and each tried once on a violation that was planted on purpose. */
@SuppressWarnings("NullAway.Init")
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern SENTENCE = Pattern.compile("/\\*\\*\\s+\\S.*?[.?!](\\s.*)?\\*/", Pattern.DOTALL);

    /** What each module may use: the table of the design and what docs/adr/0001 adds to it. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("replica", Set.of()),
            Map.entry("journal", Set.of()),
            Map.entry("secrets", Set.of()),
            Map.entry("http", Set.of("secrets")),
            Map.entry("connection", Set.of("replica", "journal", "secrets")),
            Map.entry("queue", Set.of("replica", "connection", "journal", "secrets")),
            Map.entry("twin", Set.of("queue", "replica", "connection", "journal", "secrets")),
            Map.entry("jira", Set.of("replica", "connection", "twin", "journal", "secrets", "queue", "http")),
            Map.entry("rules", Set.of("replica", "connection", "twin", "queue", "jira", "journal", "http")),
            Map.entry("transport", Set.of("queue", "twin", "connection", "replica", "journal", "secrets", "http")),
            Map.entry(
                    "monitoring",
                    Set.of("connection", "queue", "twin", "jira", "rules", "transport", "journal", "secrets", "http")),
            Map.entry("jobs", Set.of("queue", "twin", "jira", "rules", "replica", "connection", "journal")),
            Map.entry("security", Set.of("journal", "secrets")));

    private static JavaClasses house;
    private static JavaClasses planted;

    /** The rules, each with the planted class that breaks it. */
    enum Law {
        CAMEL_STAYS_AT_THE_EDGE(
                "planted.camel.KnowsCamel",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.drawbridge", "dev.drawbridge.transport..")
                        .and()
                        .haveNameNotMatching("dev\\.drawbridge\\.jira\\.Door(\\$.*)?")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.camel..")
                        .because("a verb that knows its route can be used in one order only")),
        TIME_COMES_IN_BY_CONSTRUCTOR(
                "planted.clock.LooksAtTheWall",
                noClasses()
                        .that()
                        .haveNameNotMatching("dev\\.drawbridge\\.(Chance|sandbox\\.SandboxProgram)")
                        .should()
                        .callMethodWhere(readsTheMachinesClock())
                        .because("tests turn the clock by hand")),
        NOBODY_SPEAKS_PAST_THE_LOG(
                "planted.streams.Prints",
                noClasses()
                        .that()
                        .haveNameNotMatching(
                                "dev\\.drawbridge\\.(StartReport|sandbox\\.SandboxProgram|rules\\.RulesProgram|rules\\.RuleWorker)")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .because("the sync narrates itself once, through the journal; only a program that does not"
                                + " start, or is no node, prints")),
        PACKAGES_ARE_WORDS_OF_THE_TRADE(
                "planted.util.Anything",
                noClasses()
                        .should()
                        .resideInAnyPackage(
                                "..common..",
                                "..util..",
                                "..core..",
                                "..config..",
                                "..dto..",
                                "..service..",
                                "..impl..")
                        .because("every folder is a word that an integration engineer would use")),
        NAMES_ARE_NOUNS(
                "planted.naming.ConnectionService",
                noClasses()
                        .that()
                        .haveNameNotMatching("dev\\.drawbridge\\.rules\\..*Helper")
                        .should()
                        .haveSimpleNameEndingWith("Service")
                        .orShould()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl")
                        .orShould()
                        .haveSimpleNameEndingWith("Dto")
                        .because("a noun is a thing and its plural where it is kept; only in the rule API do Exalate's"
                                + " names rule")),
        NOTHING_IS_INJECTED_FROM_BEHIND(
                "planted.fields.Injected",
                noMembers()
                        .should(beAnnotatedWith(Autowired.class))
                        .because("what a class needs stands in its constructor, where a fifth one is noticed")),
        SETTINGS_ARE_NOT_READ_ONE_BY_ONE(
                "planted.fields.Injected",
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Value.class)
                        .because("a setting is a documented component of a record that is checked at the start")),
        SETTINGS_ARE_RECORDS(
                "planted.settings.Options",
                classes()
                        .that()
                        .areAnnotatedWith(ConfigurationProperties.class)
                        .should()
                        .beRecords()
                        .andShould()
                        .haveSimpleNameEndingWith("Settings")
                        .because("nobody changes a setting while the node runs, and the start looks for *Settings")),
        THE_SANDBOX_IS_FOR_PRACTICE(
                "planted.sandbox.Practises",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.drawbridge", "dev.drawbridge.sandbox..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.drawbridge.sandbox..")
                        .because("a node must not be able to tell a simulated Jira from a real one"));

        private final String culprit;
        private final ArchRule rule;

        Law(String culprit, ArchRule rule) {
            this.culprit = culprit;
            this.rule = rule;
        }
    }

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.drawbridge");
        planted = new ClassFileImporter().importPackages("planted");
    }

    @ParameterizedTest
    @EnumSource
    void theHouseKeepsItsLaws(Law law) {
        law.rule.check(house);
    }

    @ParameterizedTest
    @EnumSource
    void everyLawFindsWhoBreaksIt(Law law) {
        assertThatThrownBy(() -> law.rule.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(law.culprit);
    }

    @Test
    void noModuleStepsOverABorder() {
        ApplicationModules.of(Drawbridge.class).verify();
    }

    @Test
    void aStepOverABorderIsNoticed() {
        var modules = ApplicationModules.of("planted.border", location -> true);

        assertThatThrownBy(modules::verify)
                .isInstanceOf(Violations.class)
                .hasMessageContaining("planted.border.left.Left");
    }

    @Test
    void theBordersAreThoseOfTheTable() {
        var declared = new TreeMap<String, Set<String>>();
        ApplicationModules.of(Drawbridge.class).forEach(module -> module.getBasePackage()
                .findAnnotation(ApplicationModule.class)
                .ifPresent(border ->
                        declared.put(module.getIdentifier().toString(), Set.of(border.allowedDependencies()))));
        declared.remove("console"); // may use whatever a module publishes

        assertThat(declared).isEqualTo(MAY_USE);
    }

    @Test
    void everyPackageSaysInASentenceWhatItIs() throws IOException {
        assertThat(packages()).isNotEmpty().allSatisfy(folder -> {
            assertThat(folder.resolve("package-info.java")).exists();
            assertThat(Files.readString(folder.resolve("package-info.java")))
                    .containsPattern(SENTENCE)
                    .contains("@NullMarked");
        });
        assertThat(SENTENCE.matcher("/** replica */\npackage x;").find())
                .as("a word is no sentence")
                .isFalse();
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES.resolve("dev/drawbridge"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
    }

    private static DescribedPredicate<JavaMethodCall> readsTheMachinesClock() {
        return DescribedPredicate.describe("read the machine's clock", call -> {
            var owner = call.getTargetOwner().getName();
            var name = call.getTarget().getName();
            var now = owner.startsWith("java.time.")
                    && name.equals("now")
                    && call.getTarget().getRawParameterTypes().isEmpty();
            var system = owner.equals("java.time.Clock") && name.startsWith("system");
            return now || system || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"));
        });
    }
}
