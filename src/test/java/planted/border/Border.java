package planted.border;

/** An application of two modules, one of which steps over the border of the other. */
public class Border {}
