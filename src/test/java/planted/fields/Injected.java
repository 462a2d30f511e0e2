package planted.fields;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Is filled from behind, and reads a setting that no record declares. */
public class Injected {
    @Autowired
    Clock clock;

    @Value("${drawbridge.workers}")
    int workers;
}
