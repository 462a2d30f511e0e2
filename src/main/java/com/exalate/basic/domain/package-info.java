/** Keys and traces, under the names that rules for Exalate use. */
@NullMarked
package com.exalate.basic.domain;

import org.jspecify.annotations.NullMarked;
