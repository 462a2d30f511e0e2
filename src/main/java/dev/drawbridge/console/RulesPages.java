package dev.drawbridge.console;

import dev.drawbridge.rules.RulesSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** All rules on disk. */
@Controller
class RulesPages implements ConsolePage {
    private final RulesApi api;
    private final RulesSettings settings;

    RulesPages(RulesApi api, RulesSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @GetMapping("/rules")
    String list(Model model) {
        model.addAttribute("folder", settings.rulesDir().toAbsolutePath().normalize());
        model.addAttribute(
                "rules",
                ((List<?>) api.list().getOrDefault("items", List.of()))
                        .stream().map(book -> book((Map<?, ?>) book)).toList());
        return "console/rules";
    }

    private static Map<String, @Nullable Object> book(Map<?, ?> book) {
        Map<String, @Nullable Object> view = copy(book);
        view.put(
                "rules",
                ((List<?>) Objects.requireNonNull(book.get("rules")))
                        .stream().map(rule -> rule(book, (Map<?, ?>) rule)).toList());
        return view;
    }

    private static Map<String, @Nullable Object> rule(Map<?, ?> book, Map<?, ?> rule) {
        var view = copy(rule);
        var problem = (Map<?, ?>) book.get("problem");
        var here = problem != null && Objects.equals(problem.get("file"), rule.get("file"));
        var changed = Boolean.TRUE.equals(rule.get("changed"));
        view.put("sentence", problem != null && here ? problem.get("sentence") : null);
        view.put("tone", here ? "bad" : changed || problem != null ? "warn" : "good");
        view.put("state", here ? "Broken" : state(book, changed, problem != null));
        return view;
    }

    private static String state(Map<?, ?> book, boolean changed, boolean broken) {
        if (broken) return "Waits until what stands beside it is mended";
        if (!changed) return "In use";
        return "manual".equals(book.get("publish")) ? "Changed, not published" : "Changed, about to be used";
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
