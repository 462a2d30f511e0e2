package org.jsoup.safety;

/** The name that {@link Safelist} had until jsoup 1.14, for rules that were written then. */
public class Whitelist extends Safelist {

    public Whitelist() {}

    private Whitelist(Safelist same) {
        super(same);
    }

    public static Whitelist none() {
        return new Whitelist(Safelist.none());
    }

    public static Whitelist simpleText() {
        return new Whitelist(Safelist.simpleText());
    }

    public static Whitelist basic() {
        return new Whitelist(Safelist.basic());
    }

    public static Whitelist basicWithImages() {
        return new Whitelist(Safelist.basicWithImages());
    }

    public static Whitelist relaxed() {
        return new Whitelist(Safelist.relaxed());
    }
}
