package dev.drawbridge.rules.guard;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sizes that no rule needs: what would fill the memory at one stroke is refused. */
final class Sizes {
    static final int CHARACTERS = 16_000_000, THINGS = 4_000_000;
    private static final int EXPONENT = 10_000;

    /** Numbers of 100,000 digits are multiplied at once, those of a million are not. */
    private static final int BITS = 400_000;

    private Sizes() {}

    /** A text, list or map that is to grow. */
    static void requireRoom(Object receiver) {
        if (receiver instanceof CharSequence text) require(text.length(), CHARACTERS, "characters");
        else if (receiver instanceof Collection<?> many) require(many.size(), THINGS, "things");
        else if (receiver instanceof Map<?, ?> map) require(map.size(), THINGS, "things");
    }

    static void requireSum(Object left, @Nullable Object right) {
        if (left instanceof CharSequence text)
            require(
                    (long) text.length() + (right instanceof CharSequence more ? more.length() : 0),
                    CHARACTERS,
                    "characters");
        else if (left instanceof Collection<?> many && right instanceof Collection<?> more)
            require((long) many.size() + more.size(), THINGS, "things");
    }

    static void requireProduct(Object left, @Nullable Object right) {
        if (!(right instanceof Number times)) return;
        if (left instanceof BigInteger || left instanceof BigDecimal)
            require((double) bits(left) + bits(right), BITS, "bits");
        if (left instanceof CharSequence text)
            require(text.length() * (double) times.longValue(), CHARACTERS, "characters");
        else if (left instanceof Collection<?> many)
            require(many.size() * (double) times.longValue(), THINGS, "things");
    }

    static void requirePower(Object base, @Nullable Object exponent) {
        if (exponent instanceof Number number && Math.abs(number.doubleValue()) > EXPONENT)
            throw new Refused("A power of " + number + " is too large for a rule");
        if ((base instanceof BigInteger || base instanceof BigDecimal) && exponent instanceof Number times)
            require(bits(base) * Math.abs(times.doubleValue()), BITS, "bits");
    }

    static void requireShift(Object base, @Nullable Object places) {
        if (!(base instanceof BigInteger whole) || !(places instanceof Number many)) return;
        require(whole.bitLength() + Math.abs(many.doubleValue()), BITS, "bits");
    }

    private static long bits(Object number) {
        if (number instanceof BigDecimal decimal) return decimal.unscaledValue().bitLength();
        return number instanceof BigInteger whole ? whole.bitLength() : Long.SIZE;
    }

    /** How many there are to be. */
    static void requireNumber(@Nullable Object number) {
        if (number instanceof Number many) require(many.doubleValue(), CHARACTERS, "things");
    }

    static void requireRange(@Nullable Object from, @Nullable Object to) {
        if (from instanceof Number first && to instanceof Number last)
            require(Math.abs(last.doubleValue() - first.doubleValue()), THINGS, "numbers");
    }

    private static void require(double wanted, int most, String what) {
        if (wanted > most)
            throw new Refused("%.0f %s are too many for a rule (at most %d)".formatted(wanted, what, most));
    }
}
