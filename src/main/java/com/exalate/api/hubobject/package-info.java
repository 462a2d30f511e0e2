/** What rules for Exalate ask of its inside to take an issue that is there already for the copy. */
@NullMarked
package com.exalate.api.hubobject;

import org.jspecify.annotations.NullMarked;
