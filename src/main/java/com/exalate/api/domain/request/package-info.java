/** What a rule is run for. */
@NullMarked
package com.exalate.api.domain.request;

import org.jspecify.annotations.NullMarked;
