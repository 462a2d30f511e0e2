package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file of issues that belong together, as {@code localKey,remoteKey}. The first line may say so; commas, semicolons
 * and tabulators separate. What is wrong with a line is its problem alone.
 *
 * @param pairs those that can be as they stand
 */
public record PairFile(List<Pair> pairs, List<Job.Problem> problems) {
    public static final String HEADER = "localKey,remoteKey";
    static final int MOST_ROWS = 10_000;
    private static final int LONGEST = 4 << 20;
    private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]{0,63}-[1-9][0-9]{0,18}");

    /** @param line where it stands in the file */
    public record Pair(long line, String localKey, String remoteKey) {
        String shown() {
            return localKey + "," + remoteKey;
        }
    }

    public PairFile {
        pairs = List.copyOf(pairs);
        problems = List.copyOf(problems);
    }

    /** @throws IllegalArgumentException with a sentence when it is no such file at all */
    public static PairFile read(String text, Connection connection) {
        if (text.length() > LONGEST)
            throw new IllegalArgumentException(
                    "The file has %d characters, at most %d can be taken: split it.".formatted(text.length(), LONGEST));
        var lines = records(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (lines.isEmpty())
            throw new IllegalArgumentException(
                    "The file holds no pair of issues. Each line is one: localKey,remoteKey, such as %s-1,THEIR-7."
                            .formatted(connection.projects().get(0)));
        if (lines.size() > MOST_ROWS)
            throw new IllegalArgumentException("The file holds %d pairs, at most %d can be connected at once: split it."
                    .formatted(lines.size(), MOST_ROWS));
        return new Reading(connection).of(lines);
    }

    /** The same as text; what is read from it again are these pairs. */
    static String text(List<Pair> pairs) {
        var text = new StringBuilder();
        var format = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();
        try (var printer = new CSVPrinter(text, format)) {
            printer.printRecord((Object[]) HEADER.split(",", -1));
            for (var pair : pairs) printer.printRecord(pair.localKey(), pair.remoteKey());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private record Line(long number, List<String> cells) {
        String shown() {
            return String.join(",", cells);
        }
    }

    private static List<Line> records(String text) {
        var format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(text))
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        var lines = new ArrayList<Line>();
        try (var parser = format.parse(new StringReader(text))) {
            var records = parser.iterator();
            var before = 0L;
            while (records.hasNext()) {
                var next = records.next();
                var number = Math.max(before + 1, parser.getCurrentLineNumber());
                before = number;
                if (next.values().length == 1 && next.get(0).isEmpty()) continue;
                lines.add(new Line(number, cells(next)));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException broken) {
            throw new IllegalArgumentException(
                    "The file cannot be read as CSV near line %d: %s".formatted(linesOf(lines), cause(broken)), broken);
        }
        if (!lines.isEmpty() && isHeader(lines.get(0))) lines.remove(0);
        return lines;
    }

    private static long linesOf(List<Line> lines) {
        return lines.isEmpty() ? 1 : lines.get(lines.size() - 1).number() + 1;
    }

    private static String cause(Exception broken) {
        return String.valueOf(
                broken.getCause() == null
                        ? broken.getMessage()
                        : broken.getCause().getMessage());
    }

    private static List<String> cells(CSVRecord line) {
        return Stream.of(line.values()).map(cell -> cell.strip()).toList();
    }

    private static boolean isHeader(Line line) {
        return line.cells().size() >= 2
                && line.cells().get(0).replaceAll("[ _]", "").equalsIgnoreCase("localKey")
                && line.cells().get(1).replaceAll("[ _]", "").equalsIgnoreCase("remoteKey");
    }

    /** Spreadsheets of some countries separate otherwise. */
    private static String delimiter(String text) {
        var first = text.strip().lines().findFirst().orElse("");
        return Stream.of(",", ";", "\t").filter(first::contains).findFirst().orElse(",");
    }

    /** What is wrong with lines as they stand, also with regard to those before them. */
    private static final class Reading {
        private final Connection connection;
        private final Map<String, Long> locals = new HashMap<>();
        private final Map<String, Long> remotes = new HashMap<>();
        private final List<Pair> pairs = new ArrayList<>();
        private final List<Job.Problem> problems = new ArrayList<>();

        Reading(Connection connection) {
            this.connection = connection;
        }

        PairFile of(List<Line> lines) {
            for (var line : lines) {
                var problem = problem(line);
                if (problem != null) problems.add(new Job.Problem(line.number(), line.shown(), problem));
            }
            return new PairFile(pairs, problems);
        }

        private @org.jspecify.annotations.Nullable String problem(Line line) {
            if (line.cells().size() != 2)
                return "There are %d columns where there must be two: localKey,remoteKey."
                        .formatted(line.cells().size());
            var local = line.cells().get(0).toUpperCase(Locale.ROOT);
            var remote = line.cells().get(1).toUpperCase(Locale.ROOT);
            if (!KEY.matcher(local).matches())
                return notAKey("local", line.cells().get(0));
            if (!KEY.matcher(remote).matches())
                return notAKey("remote", line.cells().get(1));
            var project = local.substring(0, local.lastIndexOf('-'));
            if (!connection.covers(project))
                return "Issue %s is outside the connection's projects %s.".formatted(local, connection.projects());
            var same = locals.putIfAbsent(local, line.number());
            if (same != null)
                return "Issue %s stands in line %d already: an issue has one counterpart in a connection."
                        .formatted(local, same);
            same = remotes.putIfAbsent(remote, line.number());
            if (same != null)
                return "The partner's issue %s stands in line %d already: an issue has one counterpart in a connection."
                        .formatted(remote, same);
            pairs.add(new Pair(line.number(), local, remote));
            return null;
        }

        private static String notAKey(String which, String cell) {
            return cell.isEmpty()
                    ? "The %s key is missing.".formatted(which)
                    : "The %s key '%s' is no issue key. Write it like ABC-12.".formatted(which, cell);
        }
    }
}
