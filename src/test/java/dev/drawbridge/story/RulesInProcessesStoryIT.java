package dev.drawbridge.story;

/** Beta's rules run in processes of their own: everything else is as it was. */
class RulesInProcessesStoryIT extends RulesStoryIT {
    @Override
    String isolation() {
        return "process";
    }
}
