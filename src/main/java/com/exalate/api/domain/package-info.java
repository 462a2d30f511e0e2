/** What rules for Exalate name as types of their parameters. */
@NullMarked
package com.exalate.api.domain;

import org.jspecify.annotations.NullMarked;
