package com.exalate.basic.domain.hubobject.v1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The keys of a hub object that mean something to the node; others can be set all the same. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Keys {
    /** In the order in which they are offered. */
    String[] value();
}
