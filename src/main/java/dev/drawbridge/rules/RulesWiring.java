package dev.drawbridge.rules;

import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.LocalInstance;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.twin.Twinned;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;

/** Puts the parts that rules run with together for a node. */
@Configuration(proxyBeanMethods = false)
@EnableAsync
class RulesWiring {

    @Bean
    Runs runs(RulesSettings settings) {
        return new Runs(settings.rules().timeLimit());
    }

    @Bean
    Surroundings surroundings(
            Directory directory, Twinned twinned, LocalInstance jira, RuleCalls calls, OtherHosts hosts) {
        return new Surroundings(
                Elsewhere.uncounted(Directory.class, directory),
                Elsewhere.uncounted(Twinned.class, twinned),
                jira.url(),
                Elsewhere.uncounted(Surroundings.Calls.class, calls::make),
                connection -> Elsewhere.uncounted(Surroundings.Web.class, hosts.of(connection)));
    }

    @Bean
    @ConditionalOnProperty(name = "drawbridge.rules.isolation", havingValue = "process")
    Isolation isolation(RulesSettings settings) {
        var rules = settings.rules();
        return new Isolation(rules.timeLimit(), rules.memory(), rules.processes());
    }

    @Bean
    RuleRunner ruleRunner(Runs runs, Surroundings around, ObjectProvider<Isolation> isolation) {
        return new RuleRunner(runs, around, isolation.getIfAvailable());
    }
}
