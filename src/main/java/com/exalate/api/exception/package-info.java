/** What rules throw to hold an issue back. */
@NullMarked
package com.exalate.api.exception;

import org.jspecify.annotations.NullMarked;
