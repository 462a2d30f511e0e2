package dev.drawbridge.rules;

import com.exalate.basic.domain.BasicIssueKey;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.BasicHubProject;
import groovy.lang.Closure;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The names that the rules of a connection find when they run. */
final class Bindings {
    private final Scene scene;
    private final Map<String, @Nullable Object> names = new HashMap<>();

    Bindings(Scene scene, BasicHubIssue replica, Pairings pairings) {
        this.scene = scene;
        var facts = new ConnectionFacts(scene.terms());
        var line = new AuthorLine(scene.terms().commentHeader());
        var node = new NodeHelper(scene);
        names.put("issue", scene.issue());
        names.put("replica", replica);
        names.put("connection", facts);
        names.put("relation", facts);
        names.put("nodeHelper", node);
        names.put("commentHelper", new CommentHelper(pairings, line, scene.asked()));
        names.put("attachmentHelper", new AttachmentHelper(pairings));
        names.put("workLogHelper", new WorkLogHelper(pairings, line));
        names.put("workflowHelper", new WorkflowHelper(scene));
        names.put("userHelper", new UserHelper(scene, node));
        names.put("syncHelper", new SyncHelper(scene, node));
        names.put("serviceDeskHelper", new ServiceDeskHelper());
        names.put("httpClient", new HttpClientHelper(scene));
        names.put("debug", new DebugHelper());
        names.put("log", scene.doing().log());
        names.put("out", new PrintWriter(new LogLines(scene.doing().log()), true));
        var key = scene.before();
        if (key != null)
            names.put(
                    "issueKey",
                    new BasicIssueKey(key.path("id").asText(), key.path("key").asText()));
        if (scene.issue().get("project") instanceof BasicHubProject project && project.get("key") != null)
            scene.withLists(project, String.valueOf(project.get("key")));
    }

    /** What only an incoming rule finds. */
    Bindings incoming(
            boolean firstSync,
            @Nullable BasicHubIssue previous,
            BasicHubIssue before,
            @Nullable Object remoteKey,
            List<?> traces,
            Closure<?> store) {
        names.put("firstSync", firstSync);
        names.put("previous", previous);
        names.put("issueBeforeScript", before);
        names.put("traces", traces);
        names.put("blobMetadataList", List.of());
        names.put("syncRequest", new Request(traces));
        names.put("store", store);
        var url = issueUrl(scene.terms().remoteJiraUrl(), remoteKey);
        names.put("issueUrl", url);
        names.put("remoteIssueUrl", url);
        return this;
    }

    Map<String, @Nullable Object> names() {
        return names;
    }

    /** Where people of the partner see the issue; null as long as that is unknown. */
    private static @Nullable String issueUrl(@Nullable String base, @Nullable Object remoteKey) {
        return base == null || remoteKey == null ? null : base.replaceAll("/+$", "") + "/browse/" + remoteKey;
    }

    /** What the incoming rule is run for. */
    record Request(List<?> traces) implements com.exalate.api.domain.request.ISyncRequest {
        @Override
        public List<?> getTraces() {
            return traces;
        }

        @Override
        public List<?> getBlobMetadataList() {
            return List.of();
        }
    }

    /** Lines that a rule prints, in the log. */
    private static final class LogLines extends Writer {
        private final StringBuilder line = new StringBuilder();
        private final Logger log;

        LogLines(Logger log) {
            this.log = log;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            for (var at = offset; at < offset + length; at++) {
                if (text[at] == '\n') say();
                else line.append(text[at]);
            }
        }

        private void say() {
            log.info("{}", line);
            line.setLength(0);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
