package dev.drawbridge.rules.guard;

import java.lang.reflect.Member;
import java.lang.reflect.Modifier;

/** What a rule may use, for somebody who asks before it runs. */
public final class Allowed {
    private Allowed() {}

    /** A rule may name the class. */
    public static boolean type(Class<?> type) {
        return RuleLoader.isRule(type.getClassLoader()) || AllowList.isType(type.getName());
    }

    /** A rule may call or read a member of that name of an object. */
    public static boolean ofObject(Class<?> type, String name) {
        return isTaken(() -> Rights.of(type).requireMethod(name));
    }

    /** A rule may use what belongs to the class itself. */
    public static boolean ofClass(Class<?> type, Member member) {
        return Modifier.isStatic(member.getModifiers())
                && isTaken(() -> Rights.of(type).requireStatic(member.getName()));
    }

    private static boolean isTaken(Runnable question) {
        try {
            question.run();
            return true;
        } catch (Refused no) {
            return false;
        }
    }
}
