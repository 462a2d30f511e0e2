/** Where rules for Exalate look for the status of an issue. */
@NullMarked
package com.exalate.basic.domain.hubobject.v1.status;

import org.jspecify.annotations.NullMarked;
