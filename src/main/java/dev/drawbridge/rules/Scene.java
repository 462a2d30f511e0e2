package dev.drawbridge.rules;

import com.exalate.basic.domain.BasicIssueKey;
import com.exalate.basic.domain.hubobject.v1.BasicHubComponent;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.BasicHubProject;
import com.exalate.basic.domain.hubobject.v1.BasicHubVersion;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one run of a rule takes place.
 *
 * @param issue the local issue as the rule has it in hand
 * @param before the local issue as it was read; null while it is to be made
 * @param missed what is looked up in vain
 * @param asked what the rule asks for besides fields
 * @param doing what the run may do besides
 */
record Scene(
        Surroundings around,
        Terms terms,
        People people,
        BasicHubIssue issue,
        @Nullable ObjectNode before,
        Missed missed,
        Asked asked,
        RuleRunner.Doing doing) {

    Directory directory() {
        return around.directory();
    }

    String jiraUrl() {
        return around.jiraUrl();
    }

    /** The issue's project, or the one in which it is to be made. */
    String projectKey() {
        var set = issue.get("projectKey");
        return set == null ? terms.incomingProject() : set.toString();
    }

    /** A project, whose versions and components are looked up when a rule reads them. */
    @Nullable
    BasicHubProject project(String key) {
        var project = HubForm.looked(directory().project(key).orElse(null), BasicHubProject::new);
        return project == null ? null : withLists(project, key);
    }

    BasicHubProject withLists(BasicHubProject project, String key) {
        return project.later("versions", () -> directory().versions(key).stream()
                        .map(version -> HubForm.looked(version, BasicHubVersion::new))
                        .toList())
                .later("components", () -> directory().components(key).stream()
                        .map(component -> HubForm.looked(component, BasicHubComponent::new))
                        .toList());
    }

    Optional<List<ObjectNode>> options(String field, String project) {
        var type = issue.get("typeName");
        return directory()
                .options(
                        field,
                        project,
                        type == null ? "" : type.toString(),
                        before == null ? null : Long.valueOf(before.path("id").asLong()));
    }

    @Nullable
    BasicIssueKey twinOfRemoteId(String remoteId) {
        return around.twinned()
                .ofRemote(terms.id(), remoteId)
                .map(local -> new BasicIssueKey(Long.toString(local.id()), local.key()))
                .orElse(null);
    }

    @Nullable
    BasicIssueKey twinOfRemoteKey(String remoteKey) {
        return around.twinned()
                .ofRemoteKey(terms.id(), remoteKey)
                .map(local -> new BasicIssueKey(Long.toString(local.id()), local.key()))
                .orElse(null);
    }
}
