package dev.drawbridge.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes edited route files into use while the node runs. Each folder of this node's role is watched by itself: a watcher on
 * all of {@code routes/} would make a private node serve peers as soon as somebody touches a file of {@code public/}.
 */
@Component
class RouteFolders {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFolders.class);

    private static final Pattern TEMPLATE = Pattern.compile("routeTemplate:\\s+id:\\s*\"?([\\w-]+)");

    private final CamelContext camel;
    private final Instances instances;
    private final Path routes;
    private final Set<String> loaded = new LinkedHashSet<>();

    RouteFolders(CamelContext camel, Instances instances, PeerSettings settings) {
        this.camel = camel;
        this.instances = instances;
        routes = settings.routesDir();
        loaded.add("common");
        loaded.add("private");
        loaded.add(settings.role());
    }

    @EventListener(ApplicationReadyEvent.class)
    void watch() throws Exception {
        for (var folder : loaded) {
            var path = routes.resolve(folder);
            if (!Files.isDirectory(path)) continue;
            var watcher = new Watcher(path.toString());
            watcher.setPattern("*.yaml");
            watcher.setRemoveAllRoutes(false);
            watcher.setCamelContext(camel);
            camel.addService(watcher);
        }
    }

    /** Reloads what was edited; routes made from an edited template are made anew. */
    private final class Watcher extends RouteWatcherReloadStrategy {
        Watcher(String folder) {
            super(folder, false);
        }

        @Override
        protected void onRouteReload(Collection<Resource> resources, boolean removeEverything) {
            var templates = new LinkedHashSet<String>();
            for (var resource : resources) templates.addAll(templatesIn(resource));
            if (templates.isEmpty()) reload(resources);
            else instances.replace(templates, () -> reload(resources));
        }

        /** One by one: a broken file must not keep another one out, now or the next time. */
        private void reload(Collection<Resource> resources) {
            for (var resource : resources)
                try {
                    PluginHelper.getRoutesLoader(camel).updateRoutes(List.of(resource));
                    LOG.info("Route file {} is used from now on.", resource.getLocation());
                } catch (Exception broken) {
                    LOG.error(
                            "Route file {} cannot be used, its routes go on as before: {}",
                            resource.getLocation(),
                            broken.getMessage());
                }
        }
    }

    private static Set<String> templatesIn(Resource resource) {
        var ids = new LinkedHashSet<String>();
        try (var text = resource.getInputStream()) {
            var found = TEMPLATE.matcher(new String(text.readAllBytes(), StandardCharsets.UTF_8));
            while (found.find()) ids.add(found.group(1));
        } catch (IOException gone) {
            LOG.debug("{} went while it was to be read", resource.getLocation(), gone);
        }
        return ids;
    }
}
