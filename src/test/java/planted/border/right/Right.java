package planted.border.right;

/** What only its own module may use. */
public class Right {}
