package dev.drawbridge.sandbox;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A simulated Jira as a program of its own: {@code sandbox --name External --project EXT --port 8081}. */
public final class SandboxProgram {
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
        var domain = name.toLowerCase(java.util.Locale.ROOT) + ".example";
        jira.addUser("drawbridge", "Drawbridge", "drawbridge@" + domain, "drawbridge");
        jira.addUser("ada", "Ada Lovelace", "ada@" + domain, "ada");
        jira.addUser("grace", "Grace Hopper", "grace@" + domain, "grace");
        jira.addUser("alan", "Alan Turing", "alan@" + domain, "alan");
        jira.addProject(project, name + " project", "software");
        jira.createIssue(
                "ada", project, "Bug", "The report prints no totals", Map.of("description", "Since the update."));
        jira.createIssue("grace", project, "Task", "Order new badges", Map.of("labels", java.util.List.of("office")));
        jira.createIssue("alan", project, "Story", "Customers choose their language", Map.of());
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
