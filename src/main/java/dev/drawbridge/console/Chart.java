package dev.drawbridge.console;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Bars of a picture that is 100 high and as wide as it has bars times ten; a lower part, and an upper part on top of it.
 *
 * @param most the highest bar's number
 */
public record Chart(List<Bar> bars, long most) {
    private static final double HEIGHT = 100, STEP = 10, WIDTH = 8, LEAST = 1.5;

    /** @param says what the bar stands for, in words */
    public record Bar(
            double x, double lowerTop, double lowerHeight, double upperTop, double upperHeight, String says) {}

    public Chart {
        bars = List.copyOf(bars);
    }

    static <T> Chart of(List<T> points, ToLongFunction<T> lower, ToLongFunction<T> upper, Function<T, String> words) {
        var most = points.stream()
                .mapToLong(point -> lower.applyAsLong(point) + upper.applyAsLong(point))
                .max()
                .orElse(0);
        var bars = IntStream.range(0, points.size())
                .mapToObj(place -> {
                    var point = points.get(place);
                    var low = height(lower.applyAsLong(point), most);
                    var high = height(upper.applyAsLong(point), most);
                    return new Bar(
                            place * STEP + (STEP - WIDTH) / 2,
                            HEIGHT - low,
                            low,
                            HEIGHT - low - high,
                            high,
                            words.apply(point));
                })
                .toList();
        return new Chart(bars, most);
    }

    /** What is there at all can be seen. */
    private static double height(long number, long most) {
        return number == 0 ? 0 : Math.max(LEAST, (HEIGHT - 2 * LEAST) * number / most);
    }

    public String viewBox() {
        return "0 0 %d %d".formatted(Math.round(bars.size() * STEP), Math.round(HEIGHT));
    }
}
