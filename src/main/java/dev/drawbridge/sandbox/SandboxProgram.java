package dev.drawbridge.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A simulated Jira as a program of its own: {@code sandbox --name External --project EXT --port 8081}. */
public final class SandboxProgram {
    private static final String REPORT = "month,invoices,amount\nJanuary,12,4800\nFebruary,9,3150\n,,\n";

    private SandboxProgram() {}

    /** Runs until the process is asked to stop. Prints one line once it can be used. */
    public static void run(String[] arguments) throws InterruptedException {
        var options = options(arguments);
        var name = options.getOrDefault("name", "Sandbox");
        var project = options.getOrDefault("project", "DEMO");
        var jira = SandboxJira.start(
                name,
                options.getOrDefault("version", "10.3.24"),
                options.getOrDefault("context", "/jira"),
                Integer.parseInt(options.getOrDefault("port", "0")),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(jira::close));
        seed(jira, name, project);
        System.out.println(name + " is ready at " + jira.url());
        new CountDownLatch(1).await();
    }

    private static void seed(SandboxJira jira, String name, String project) {
        var domain = name.toLowerCase(Locale.ROOT) + ".example";
        jira.addUser("drawbridge", "Drawbridge", "drawbridge@" + domain, "drawbridge");
        jira.addUser("ada", "Ada Lovelace", "ada@" + domain, "ada");
        jira.addUser("grace", "Grace Hopper", "grace@" + domain, "grace");
        jira.addUser("alan", "Alan Turing", "alan@" + domain, "alan");
        jira.addProject(project, name + " project", "software");
        var administration = jira.administration();
        administration.administrator("ada");
        administration.component(project, "Reports");
        administration.component(project, "Sign-in");
        administration.version(project, "1.0");
        administration.version(project, "1.1");
        issues(jira, project);
    }

    private static void issues(SandboxJira jira, String project) {
        var report = jira.createIssue(
                "ada",
                project,
                "Bug",
                "The report prints no totals",
                Map.of(
                        "description",
                        "Since the update, the last line of *every* report is empty.\n\nExpected: the sum of each column.",
                        "priority",
                        Map.of("name", "High"),
                        "assignee",
                        Map.of("name", "grace"),
                        "components",
                        List.of(Map.of("name", "Reports")),
                        "labels",
                        List.of("reports", "regression")));
        jira.attach("ada", report, "report.csv", REPORT.getBytes(StandardCharsets.UTF_8));
        jira.comment("grace", report, "I can see it here, too. The query lost its {{GROUP BY}}.");
        jira.restrictedComment("ada", report, "The customer pays for an answer within two days.", "Developers");
        var badges = jira.createIssue(
                "grace",
                project,
                "Task",
                "Order new badges",
                Map.of("labels", List.of("office"), "duedate", "2030-03-01", "assignee", Map.of("name", "alan")));
        jira.comment("alan", badges, "How many? The last ones came in boxes of fifty.");
        var language = jira.createIssue(
                "alan", project, "Story", "Customers choose their language", Map.of("priority", Map.of("name", "Low")));
        jira.transition("alan", language, "In Progress");
    }

    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<String, String>();
        for (var i = 1; i + 1 < arguments.length; i += 2) {
            if (!arguments[i].startsWith("--"))
                throw new IllegalArgumentException("Not an option of the sandbox: '" + arguments[i] + "'");
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return options;
    }
}
