package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Found;
import dev.drawbridge.twin.Twins;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads all that changed since the watermark. The bound of a pass stays while it pages by id; the new watermark is Jira's
 * own clock when it began. Each pass reaches back a little, and once a minute, or when another node of Jira answers, far
 * back: an index that lags behind loses nothing.
 */
@Component
class Passes {
    private static final Logger LOG = LoggerFactory.getLogger(Passes.class);
    private static final Duration WIDE = Duration.ofMinutes(10);
    private static final Duration WIDE_EVERY = Duration.ofMinutes(1);

    private final Watermark watermark;
    private final Scope scope;
    private final Search search;
    private final JiraClock time;
    private final Issues issues;
    private final Ahead ahead;
    private final Matching matching;
    private final Absences absences;
    private final Twins twins;
    private final JiraSettings settings;
    private final Clock clock;
    private final Dealt dealt = new Dealt();
    private volatile boolean began;

    Passes(
            Watermark watermark,
            Scope scope,
            Search search,
            JiraClock time,
            Issues issues,
            Ahead ahead,
            Matching matching,
            Absences absences,
            Twins twins,
            JiraSettings settings,
            Clock clock) {
        this.watermark = watermark;
        this.scope = scope;
        this.search = search;
        this.time = time;
        this.issues = issues;
        this.ahead = ahead;
        this.matching = matching;
        this.absences = absences;
        this.twins = twins;
        this.settings = settings;
        this.clock = clock;
    }

    /** The pages of what changed. */
    Pass.Reading begin() {
        return new Sweep();
    }

    /** One way through the pages. */
    private final class Sweep implements Pass.Reading {
        private final Instant asked = clock.instant();
        private Set<String> projects = Set.of();
        private Instant since = Instant.EPOCH;
        private boolean wide;
        private Watermark.@Nullable Mark mark;
        private long behind;
        private boolean over;

        @Override
        public Optional<List<Found>> next(Pass pass) {
            if (over) return Optional.empty();
            var first = mark == null;
            if (first && !prepare()) return Optional.empty();
            var readAt = clock.instant();
            var page = page(readAt);
            ahead.passed();
            note(page, readAt, first);
            over = page.isLast();
            if (!over && page.lastId() <= behind)
                throw JiraTrouble.of(
                        JiraTrouble.Kind.LATER, "Jira does not sort its answers by id: the pass cannot go on.");
            if (!over) behind = page.lastId();
            if (over) pass.whenClosed(this::complete);
            return Optional.of(looked(pass, page.issues(), readAt));
        }

        /** Whether anything is to be read at all, and from when on. */
        private boolean prepare() {
            if (scope.wanted().isEmpty()) {
                if (watermark.read().isPresent()) watermark.forget();
                return false;
            }
            projects = scope.readable();
            if (projects.isEmpty())
                throw JiraTrouble.of(
                        JiraTrouble.Kind.LATER, "None of the connections' projects can be read by the proxy user.");
            if (!began) time.calibrate();
            var before = watermark.read();
            wide = !began || before.map(this::isWideDue).orElse(true);
            var reach = wide ? WIDE : settings.overlap();
            since = before.map(Watermark.Mark::at).orElseGet(this::beginning).minus(reach);
            mark = before.orElseGet(() -> new Watermark.Mark(since, Instant.EPOCH, ""));
            return true;
        }

        /** Before the first pass ever: when the first connection began to read, by Jira's clock. */
        private Instant beginning() {
            return time.inJira(scope.since().orElse(asked));
        }

        private boolean isWideDue(Watermark.Mark before) {
            return !before.wideAt().plus(WIDE_EVERY).isAfter(asked)
                    || before.wideAt().isAfter(asked);
        }

        private Search.Page page(Instant readAt) {
            try {
                return search.changed(projects, since, time.inJira(readAt), behind);
            } catch (JiraTrouble refusal) {
                if (refusal.kind() != JiraTrouble.Kind.INVALID || !scope.recheck(projects)) throw refusal;
                projects = scope.readable();
                if (projects.isEmpty()) throw refusal;
                return search.changed(projects, since, time.inJira(readAt), behind);
            }
        }

        private void note(Search.Page page, Instant readAt, boolean first) {
            var before = Objects.requireNonNull(mark);
            var start = time.whenAsked(page.answer(), readAt);
            var node = page.answer().header("X-ANODEID");
            var moved = node != null && !before.node().isEmpty() && !node.equals(before.node());
            // Another node knows another part of the latest changes: the next pass reaches far back.
            var wideAt = moved ? Instant.EPOCH : wide && first ? asked : before.wideAt();
            mark = new Watermark.Mark(first ? start : before.at(), wideAt, node == null ? before.node() : node);
        }

        private void complete() {
            watermark.move(Objects.requireNonNull(mark));
            began = true;
            scope.allReadable();
        }

        private List<Found> looked(Pass pass, List<JsonNode> beans, Instant readAt) {
            var changed = new ArrayList<JsonNode>();
            var snapshots = new ArrayList<Snapshot>();
            for (var bean : beans) {
                var hash = Dealt.hash(bean);
                if (dealt.is(id(bean), hash, wide)) continue;
                pass.whenDealt(id(bean), underSync -> dealt.note(id(bean), hash, underSync));
                plain(pass, bean).ifPresent(snapshot -> {
                    changed.add(bean);
                    snapshots.add(snapshot);
                });
            }
            matching.of(snapshots).waiting().forEach(pass::failed);
            var underSync = twins.underSync(ids(snapshots));
            var result = new ArrayList<Found>();
            for (var bean : changed)
                if (underSync.contains(id(bean))) found(pass, bean, readAt).ifPresent(result::add);
                else if (!pass.failing().contains(id(bean))) pass.dealt(id(bean), false);
            return result;
        }

        private Optional<Snapshot> plain(Pass pass, JsonNode bean) {
            try {
                return Optional.of(issues.plain(bean));
            } catch (RuntimeException strange) {
                LOG.warn("Issue {} is not as Jira's issues are; it is looked at again", id(bean), strange);
                pass.failed(id(bean));
                return Optional.empty();
            }
        }

        private Optional<Found> found(Pass pass, JsonNode bean, Instant readAt) {
            try {
                var snapshot = issues.snapshot(bean);
                absences.present(snapshot);
                return Optional.of(new Found(snapshot, readAt));
            } catch (JiraTrouble trouble) {
                if (trouble.kind() == JiraTrouble.Kind.LOGIN) throw trouble;
                pass.failed(id(bean));
                return Optional.empty();
            }
        }

        private static Set<Long> ids(List<Snapshot> snapshots) {
            return snapshots.stream().map(Snapshot::issueId).collect(Collectors.toSet());
        }

        private static long id(JsonNode bean) {
            return bean.path("id").asLong();
        }
    }
}
