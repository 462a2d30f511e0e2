package dev.drawbridge;

import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** What is looked at before anything else happens: settings, folders, and that nobody else uses the data. */
final class StartChecks implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var folders = check(context.getEnvironment());
        var data = DataFolder.take(folders.dataDir());
        // Given back last: beans that close after this one may still write.
        if (context.getBeanFactory()
                instanceof org.springframework.beans.factory.support.DefaultSingletonBeanRegistry beans)
            beans.registerDisposableBean("dataFolder", data);
    }

    /** Refuses settings that cannot work, without touching anything. */
    static FolderSettings check(ConfigurableEnvironment environment) {
        var known = new KnownSettings();
        new GivenSettings(environment).check(known);
        var binder = Binder.get(environment);
        known.records().forEach((type, prefix) -> binder.bindOrCreate(prefix, Bindable.of(type)));
        var folders = binder.bindOrCreate("drawbridge", FolderSettings.class);
        List.of(
                        new OperatorsFolder("drawbridge.routes-dir", folders.routesDir(), "common"),
                        new OperatorsFolder("drawbridge.rules-dir", folders.rulesDir(), "default"))
                .forEach(OperatorsFolder::check);
        return folders;
    }
}
