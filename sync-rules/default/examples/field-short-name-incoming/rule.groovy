// The value by the name of the field alone.
issue."Notes" = "${issue.'Notes' ?: ''} ${replica.'Impact'}".trim()
