package dev.drawbridge.rules.guard;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.codehaus.groovy.transform.GroovyASTTransformationClass;

/** Set on each class of a rule while it is compiled: names that it does not know are not errors. */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@GroovyASTTransformationClass(classes = FreeNames.class)
public @interface SeesTheRunningRule {}
