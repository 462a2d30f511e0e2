package planted.camel;

import org.apache.camel.CamelContext;

/** Knows the route engine where only verbs belong. */
public class KnowsCamel {
    public String name(CamelContext camel) {
        return camel.getName();
    }
}
