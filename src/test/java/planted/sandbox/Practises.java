package planted.sandbox;

import dev.drawbridge.sandbox.SandboxJira;

/** Takes the simulated Jira for the real one. */
public class Practises {
    public String where(SandboxJira jira) {
        return jira.url();
    }
}
