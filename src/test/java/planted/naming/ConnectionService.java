package planted.naming;

/** Named after what it is for a framework. */
public class ConnectionService {}
