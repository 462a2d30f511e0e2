package planted.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Settings that anybody may change while the node runs. */
@ConfigurationProperties("planted")
public class Options {
    private int workers;

    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }
}
