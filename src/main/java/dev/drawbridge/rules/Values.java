package dev.drawbridge.rules;

import com.atlassian.jira.issue.Issue;
import com.exalate.api.domain.IIssueKey;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.rules.NeutralForm.NotFitting;
import groovy.lang.Closure;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What rules put into fields, as neutral JSON: by the type of the field, or as it is. */
final class Values {
    /** Any hub object with all that it says. */
    static final Function<HubObject, JsonNode> AS_TREE = thing -> new Values(person -> null).parts(thing, 0);

    static final Function<Remote.User, @Nullable JsonNode> AS_THEY_ARE = AS_TREE::apply;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 32;

    private final Function<Remote.User, @Nullable JsonNode> person;

    /** @param person who a person of the partner is here; null when nobody is known to be */
    Values(Function<Remote.User, @Nullable JsonNode> person) {
        this.person = person;
    }

    /**
     * A value of a field with that name and type.
     *
     * @throws NotFitting when the type cannot hold it
     */
    JsonNode typed(String field, String type, @Nullable Object value) {
        if (value == null) return NODES.nullNode();
        if (value instanceof Closure) return any(field, value);
        return switch (type) {
            case "text", "textarea", "url", "epicName" -> NODES.textNode(words(value));
            case "number" -> number(field, value);
            case "date" -> NODES.textNode(day(field, value).toString());
            case "datetime" -> NODES.textNode(instant(field, value).toString());
            case "option" -> named(field, single(value), "value");
            case "options" -> each(value, one -> named(field, one, "value"));
            case "cascade" -> cascade(field, value);
            case "user" -> user(field, single(value));
            case "users" -> each(value, one -> user(field, one));
            case "group", "version" -> named(field, single(value), "name");
            case "groups", "versions" -> each(value, one -> named(field, one, "name"));
            case "project" -> named(field, single(value), "key");
            case "labels" -> labels(value);
            case "epicLink" -> epic(field, value);
            default -> any(field, value);
        };
    }

    /**
     * Anything that can be part of an issue.
     *
     * @throws IllegalArgumentException for what cannot, such as a closure or a map that holds itself
     */
    JsonNode any(String name, @Nullable Object value) {
        return any(name, value, 0);
    }

    private JsonNode any(String name, @Nullable Object value, int depth) {
        if (depth > DEEPEST)
            throw new IllegalArgumentException("'%s' is nested too deeply, or holds itself".formatted(name));
        if (value == null) return NODES.nullNode();
        if (value instanceof JsonNode node) return node;
        if (value instanceof Boolean yes) return NODES.booleanNode(yes);
        if (value instanceof Number number) return number(name, number);
        if (value instanceof CharSequence || value instanceof Character || value instanceof UUID)
            return NODES.textNode(value.toString());
        if (value instanceof Enum<?> constant) return NODES.textNode(constant.name());
        if (value instanceof Date || value instanceof TemporalAccessor) return NODES.textNode(time(name, value));
        if (value instanceof Remote.User remote)
            return Objects.requireNonNullElse(person.apply(remote), NODES.nullNode());
        if (value instanceof Map<?, ?> map) return parts(map, depth);
        if (value instanceof Object[] many) return list(name, Arrays.asList(many), depth);
        if (value instanceof Collection<?> many) return list(name, many, depth);
        throw new IllegalArgumentException("'%s' holds %s, which cannot travel".formatted(name, kind(value)));
    }

    private static String kind(Object value) {
        return value instanceof Closure
                ? "a closure"
                : "something of type " + value.getClass().getSimpleName();
    }

    private JsonNode parts(Map<?, ?> map, int depth) {
        Map<?, ?> parts = map;
        if (map instanceof BasicHubIssue issue) parts = issue.used();
        if (map instanceof HubCustomFields fields) parts = fields.used();
        var object = NODES.objectNode();
        parts.forEach((key, part) -> object.set(String.valueOf(key), any(String.valueOf(key), part, depth + 1)));
        return object;
    }

    private JsonNode list(String name, Collection<?> many, int depth) {
        var array = NODES.arrayNode();
        many.forEach(one -> array.add(any(name, one, depth + 1)));
        return array;
    }

    private static JsonNode number(String field, Object value) {
        try {
            if (value instanceof Double real && !Double.isFinite(real)) throw new NumberFormatException();
            if (value instanceof Float real && !Float.isFinite(real)) throw new NumberFormatException();
            if (value instanceof Number number) return JSON.valueToTree(number);
            return NODES.numberNode(new BigDecimal(words(value).strip()));
        } catch (NumberFormatException other) {
            throw new NotFitting("'%s' holds a number; '%s' is none.".formatted(field, value));
        }
    }

    /** A date as {@code yyyy-MM-dd}; null for none. */
    static @Nullable String dayText(String field, @Nullable Object value) {
        return value == null || value.toString().isBlank()
                ? null
                : day(field, value).toString();
    }

    private static LocalDate day(String field, Object value) {
        try {
            if (value instanceof java.sql.Date date) return date.toLocalDate();
            if (value instanceof Date date)
                return within(field, date.toInstant())
                        .atZone(ZoneId.systemDefault())
                        .toLocalDate();
            if (value instanceof Number millis)
                return within(field, Instant.ofEpochMilli(millis.longValue()))
                        .atZone(ZoneId.systemDefault())
                        .toLocalDate();
            if (value instanceof LocalDate date) return date;
            var text = value.toString().strip();
            return text.length() > 10 && text.endsWith("Z") && text.contains("T")
                    ? Instant.parse(text).atZone(ZoneId.systemDefault()).toLocalDate()
                    : LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException other) {
            throw new NotFitting("'%s' holds a date such as 2026-01-31; '%s' is none.".formatted(field, value));
        }
    }

    private static Instant instant(String field, Object value) {
        try {
            if (value instanceof Date date) return within(field, Instant.ofEpochMilli(date.getTime()));
            if (value instanceof Number millis) return within(field, Instant.ofEpochMilli(millis.longValue()));
            if (value instanceof TemporalAccessor time) return within(field, Instant.from(time));
            var text = value.toString().strip();
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException other) {
            throw new NotFitting(
                    "'%s' holds a time such as 2026-01-31T12:00:00Z; '%s' is none.".formatted(field, value));
        }
    }

    /** Jira's database takes four digits of a year. */
    private static Instant within(String field, Instant time) {
        var year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999)
            throw new NotFitting("'%s': the year %d is out of Jira's range.".formatted(field, year));
        return time;
    }

    private static String time(String name, Object value) {
        if (value instanceof java.sql.Date || !(value instanceof Date date)) return value.toString();
        return within(name, Instant.ofEpochMilli(date.getTime())).toString();
    }

    /** A thing by what identifies it, and what else is said of it. */
    private JsonNode named(String field, Object value, String key) {
        if (!(value instanceof Map<?, ?> map)) return NODES.objectNode().put(key, words(value));
        var other = Stream.of(key, "value", "name", "key", "label")
                .filter(name -> map.get(name) != null)
                .findFirst();
        if (other.isEmpty() && map.get("id") == null)
            throw new NotFitting("'%s' cannot hold %s, which has no '%s'.".formatted(field, value, key));
        var result = NODES.objectNode();
        if (map.get("id") != null) result.put("id", words(map.get("id")));
        other.ifPresent(name -> result.put(key, words(map.get(name))));
        return result;
    }

    private JsonNode cascade(String field, Object value) {
        var result = NODES.objectNode();
        if (!(value instanceof Map<?, ?> map) || !map.containsKey("parent"))
            return result.set("parent", named(field, value, "value"));
        var parent = map.get("parent");
        if (parent == null) return NODES.nullNode();
        result.set("parent", named(field, parent, "value"));
        var child = map.get("child");
        if (child != null) result.set("child", named(field, child, "value"));
        return result;
    }

    private JsonNode user(String field, Object value) {
        if (value instanceof Remote.User remote) {
            var here = person.apply(remote);
            if (here != null) return here;
            throw new NotFitting("'%s': not exactly one active user here is known to be %s."
                    .formatted(field, remote.get("displayName")));
        }
        if (!(value instanceof Map<?, ?> map)) return NODES.objectNode().put("username", words(value));
        var username = map.get("username") == null ? map.get("key") : map.get("username");
        if (username == null) throw new NotFitting("'%s' holds a user; %s has no user name.".formatted(field, value));
        var user = NODES.objectNode();
        for (var part : List.of("key", "displayName", "email"))
            if (map.get(part) != null) user.put(part, words(map.get(part)));
        if (map.get("active") instanceof Boolean active) user.put("active", active);
        return user.put("username", words(username));
    }

    /** The epic itself, its key, or what another field of this kind holds. */
    private JsonNode epic(String field, Object value) {
        if (value instanceof IIssueKey known)
            return NODES.objectNode().put("urn", known.getURN()).put("id", known.getIdStr());
        if (value instanceof Issue known)
            return NODES.objectNode().put("urn", known.getKey()).put("id", String.valueOf(known.getId()));
        if (!(value instanceof Map<?, ?> map)) return NODES.objectNode().put("urn", words(value));
        var key = map.get("urn") == null ? map.get("key") : map.get("urn");
        if (key == null && map.get("id") == null)
            throw new NotFitting("'%s' holds an epic; %s is none.".formatted(field, value));
        var result = NODES.objectNode();
        if (key != null) result.put("urn", words(key));
        if (map.get("id") != null) result.put("id", words(map.get("id")));
        if (map.get("remote") != null) result.put("remote", true);
        return result;
    }

    private static JsonNode labels(Object value) {
        var sorted = new TreeSet<String>();
        many(value).forEach(one -> sorted.add(words(one)));
        var result = NODES.arrayNode();
        sorted.forEach(result::add);
        return result;
    }

    private static JsonNode each(Object value, Function<Object, JsonNode> one) {
        var result = NODES.arrayNode();
        many(value).forEach(element -> result.add(one.apply(element)));
        return result;
    }

    private static Object single(Object value) {
        var many = many(value);
        return many.isEmpty() ? "" : many.get(0);
    }

    private static List<Object> many(Object value) {
        if (value instanceof Collection<?> many)
            return many.stream().filter(Objects::nonNull).collect(Collectors.toCollection(ArrayList::new));
        if (value instanceof Object[] many) return many(Arrays.asList(many));
        return List.of(value);
    }

    /** What a person would read. */
    static String words(@Nullable Object value) {
        if (value instanceof Collection<?> many)
            return many.stream().map(Values::words).collect(Collectors.joining(", "));
        if (value instanceof HubObject || !(value instanceof Map<?, ?> map)) return text(value);
        return Stream.of("value", "name", "label", "displayName", "key", "id")
                .map(map::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(Values::words)
                .orElseGet(map::toString);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Date date ? Instant.ofEpochMilli(date.getTime()).toString() : String.valueOf(value);
    }
}
