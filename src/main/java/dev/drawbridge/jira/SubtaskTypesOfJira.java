package dev.drawbridge.jira;

import dev.drawbridge.twin.SubtaskTypes;
import org.springframework.stereotype.Component;

/** Asks the directory of our Jira. */
@Component
class SubtaskTypesOfJira implements SubtaskTypes {
    private final Directory directory;

    SubtaskTypesOfJira(Directory directory) {
        this.directory = directory;
    }

    @Override
    public boolean isForSubtasks(String project, String type) {
        return directory.issueTypes(project).stream()
                .anyMatch(known -> known.path("name").asText().equalsIgnoreCase(type)
                        && known.path("subtask").asBoolean());
    }
}
