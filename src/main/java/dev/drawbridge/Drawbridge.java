package dev.drawbridge;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts a node, or one of the program's other verbs. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Drawbridge {
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("sandbox")) {
            dev.drawbridge.sandbox.SandboxProgram.run(arguments);
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("rules")) {
            dev.drawbridge.rules.RulesProgram.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        try {
            SpringApplication.run(Drawbridge.class, arguments);
        } catch (RuntimeException told) {
            System.exit(1);
        }
    }
}
