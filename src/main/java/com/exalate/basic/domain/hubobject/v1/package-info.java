/** The hub objects that rules handle, under the names that rules for Exalate use; written anew for Drawbridge. */
@NullMarked
package com.exalate.basic.domain.hubobject.v1;

import org.jspecify.annotations.NullMarked;
