package dev.drawbridge;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts a node, or one of the program's other verbs. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Drawbridge {
    public static void main(String[] arguments) {
        SpringApplication.run(Drawbridge.class, arguments);
    }
}
