/** The connection as rules see it. */
@NullMarked
package com.exalate.api.domain.connection;

import org.jspecify.annotations.NullMarked;
