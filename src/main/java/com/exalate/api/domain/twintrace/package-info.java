/** Traces as rules see them. */
@NullMarked
package com.exalate.api.domain.twintrace;

import org.jspecify.annotations.NullMarked;
