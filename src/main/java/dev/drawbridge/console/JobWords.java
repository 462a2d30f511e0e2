package dev.drawbridge.console;

import dev.drawbridge.jobs.Job;
import org.springframework.stereotype.Component;

/** How the console calls jobs. */
@Component("jobWords")
public class JobWords {

    public String kind(Job.Kind kind) {
        return switch (kind) {
            case BULK_SYNC -> "Bulk Exalate";
            case BULK_UNSYNC -> "Bulk Unexalate";
            case BULK_CONNECT -> "Bulk Connect";
            case CLEAN_UP -> "Clean-up";
            case VERIFY -> "Verify";
            case VERIFY_FOR_PARTNER -> "Verify for the partner";
        };
    }

    public String state(Job.State state) {
        return switch (state) {
            case WAITING -> "Waiting";
            case RUNNING -> "Running";
            case DONE -> "Done";
            case FAILED -> "Failed";
            case CANCELLED -> "Cancelled";
        };
    }
}
