package dev.drawbridge.rules;

import com.atlassian.jira.component.JiraHost;
import com.atlassian.jira.issue.CustomFieldManager;
import com.atlassian.jira.issue.Issue;
import com.atlassian.jira.issue.IssueManager;
import com.atlassian.jira.issue.MutableIssue;
import com.atlassian.jira.issue.customfields.manager.OptionsManager;
import com.atlassian.jira.issue.customfields.option.Option;
import com.atlassian.jira.issue.fields.CustomField;
import com.atlassian.jira.security.JiraAuthenticationContext;
import com.exalate.api.domain.IIssueKey;
import com.exalate.api.exception.IssueTrackerException;
import com.exalate.api.hubobject.IHubObjectHelper;
import com.exalate.api.hubobject.IHubObjectHelperFactory;
import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssueType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands in for Jira's Java API where its REST API can; where it cannot, says so. */
final class RestJira
        implements JiraHost,
                IssueManager,
                CustomFieldManager,
                OptionsManager,
                JiraAuthenticationContext,
                IHubObjectHelperFactory,
                IHubObjectHelper {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Scene scene;

    RestJira(Scene scene) {
        this.scene = scene;
    }

    @Override
    public IssueManager issueManager() {
        return this;
    }

    @Override
    public CustomFieldManager customFieldManager() {
        return this;
    }

    @Override
    public JiraAuthenticationContext authenticationContext() {
        return this;
    }

    @Override
    public Object component(String type) {
        if (Set.of(OptionsManager.class.getName(), IHubObjectHelperFactory.class.getName())
                .contains(type)) return this;
        throw Limits.of(
                "Reaching " + type + " of Jira",
                "Use issue, nodeHelper, or httpClient with a path of Jira's REST API.");
    }

    @Override
    public Object getLoggedInUser() {
        return "the proxy user";
    }

    @Override
    public @Nullable MutableIssue getIssueByCurrentKey(@Nullable String key) {
        return getIssueObject(key);
    }

    @Override
    public @Nullable MutableIssue getIssueObject(@Nullable Object keyOrId) {
        if (keyOrId == null) return null;
        return scene.directory()
                .issue(Values.words(keyOrId))
                .map(found -> new Found(
                        found.path("id").asLong(),
                        found.path("key").asText(),
                        found.path("type").asText("")))
                .orElse(null);
    }

    @Override
    public IHubObjectHelper get(@Nullable Object version) {
        return this;
    }

    @Override
    public BasicHubIssue getHubIssueOnOutgoingProcessor(IIssueKey key) {
        var named = key.getURN() == null ? key.getIdStr() : key.getURN();
        var found = getIssueObject(named);
        if (found == null)
            throw new IssueTrackerException("There is no issue %s here that the proxy user may see".formatted(named));
        var issue = new BasicHubIssue(new LocalFields(scene.directory(), scene.before()));
        issue.put("id", found.getId());
        issue.put("key", found.getKey());
        issue.put("projectKey", found.getKey().replaceFirst("-\\d+$", ""));
        issue.put("type", found.getIssueType());
        return issue;
    }

    @Override
    public void deleteIssue(@Nullable Object user, @Nullable Issue issue, @Nullable Object dispatch, boolean sendMail) {
        if (issue != null) scene.asked().delete(issue.getKey());
    }

    @Override
    public @Nullable CustomField getCustomFieldObject(@Nullable Object id) {
        if (id == null) return null;
        var field = new LocalFields(scene.directory(), scene.before()).find(Values.words(id));
        return field == null ? null : new Named(field);
    }

    @Override
    public List<CustomField> getCustomFieldObjectsByName(@Nullable String name) {
        var fields = new ArrayList<CustomField>();
        for (var field : scene.directory().customFields())
            if (field.path("name").asText().equals(name)) {
                var hub = HubForm.looked(field, BasicHubCustomField::new);
                if (hub != null) fields.add(new Named(hub));
            }
        return fields;
    }

    @Override
    public List<Option> getOptions(@Nullable Object fieldConfig) {
        var options = new ArrayList<Option>();
        if (fieldConfig != null)
            scene.options(fieldConfig.toString(), scene.projectKey())
                    .orElse(List.of())
                    .forEach(option -> options.add(new Offered(
                            option.path("id").asLong(), option.path("value").asText())));
        return options;
    }

    @Override
    public Option createOption(
            @Nullable Object fieldConfig, @Nullable Object parent, @Nullable Object sequence, @Nullable String value) {
        throw Limits.of(
                "Adding the option '" + value + "' to a select field",
                "Add it in Jira's administration; the issue is tried again by itself.");
    }

    private @Nullable Object value(long issue, String field) {
        var reply =
                scene.around().calls().make("GET", "/rest/api/2/issue/" + issue + "?fields=customfield_" + field, null);
        var value = Optional.ofNullable(reply.body())
                .map(body -> body.path("fields").path("customfield_" + field))
                .filter(found -> !found.isMissingNode() && !found.isNull());
        return value.map(RestJira::plain).orElse(null);
    }

    private static @Nullable Object plain(JsonNode value) {
        return JSON.convertValue(value, Object.class);
    }

    /** An issue by its number, key and the name of its type. */
    private final class Found implements MutableIssue {
        private final long id;
        private final String key;
        private final String type;

        Found(long id, String key, String type) {
            this.id = id;
            this.key = key;
            this.type = type;
        }

        @Override
        public Long getId() {
            return id;
        }

        @Override
        public String getKey() {
            return key;
        }

        @Override
        public @Nullable String getSummary() {
            var reply = scene.around().calls().make("GET", "/rest/api/2/issue/" + id + "?fields=summary", null);
            return reply.body().at("/fields/summary").asText(null);
        }

        @Override
        public Object getIssueType() {
            var named = new BasicHubIssueType();
            named.put("name", type);
            return named;
        }

        @Override
        public @Nullable Object getCustomFieldValue(@Nullable CustomField field) {
            return field == null ? null : value(id, field.getId().replace("customfield_", ""));
        }

        @Override
        public String toString() {
            return key;
        }
    }

    /** A custom field. */
    private record Named(BasicHubCustomField field) implements CustomField {
        @Override
        public String getId() {
            return "customfield_" + field.get("id");
        }

        @Override
        public String getName() {
            return String.valueOf(field.get("name"));
        }

        @Override
        public @Nullable Object getRelevantConfig(@Nullable Issue issue) {
            return field.get("id");
        }
    }

    /** An option. */
    private record Offered(long id, String value) implements Option {
        @Override
        public Long getOptionId() {
            return id;
        }

        @Override
        public String getValue() {
            return value;
        }
    }
}
