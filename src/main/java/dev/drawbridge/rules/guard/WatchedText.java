package dev.drawbridge.rules.guard;

/** A text that notices while it is searched that the run is over: a pattern that backtracks reads it again and again. */
record WatchedText(String text) implements CharSequence {
    private static final int LOOK_EVERY = 0x3ff;
    private static final ThreadLocal<int[]> READ = ThreadLocal.withInitial(() -> new int[1]);

    static CharSequence of(Object text) {
        return text instanceof WatchedText watched ? watched : new WatchedText(text.toString());
    }

    @Override
    public char charAt(int index) {
        var read = READ.get();
        if ((read[0]++ & LOOK_EVERY) == 0) Running.requireGoingOn();
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
