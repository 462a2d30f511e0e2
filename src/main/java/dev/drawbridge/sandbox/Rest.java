package dev.drawbridge.sandbox;

/** The REST API as far as it is simulated: which path is answered by whom. */
final class Rest {
    private static final String API = "/rest/api/2/";

    private final Site site;
    private final Work work;
    private final Login login;

    Rest(Site site, Work work, Login login) {
        this.site = site;
        this.work = work;
        this.login = login;
    }

    Routes routes() {
        var routes = new Routes();
        var api = routes.under(API);
        new RestServer(site, login).on(api, routes);
        new RestSearch(site).on(api);
        new RestIssues(work).on(api);
        new RestFields(site).on(api);
        new RestComments(work).on(api);
        new RestAttachments(work).on(api, routes);
        new RestWorklogs(work).on(api);
        new RestLinks(work).on(api);
        new RestRemoteLinks(work).on(api);
        new RestWatching(work).on(api);
        new RestProperties(site).on(api);
        new RestProjects(site).on(api);
        new RestParts(site).on(api);
        new RestCatalog(site).on(api);
        new RestPeople(site).on(api);
        new RestAgile(site).on(routes.under("/rest/agile/1.0/"));
        new RestHooks(work.hooks()).on(routes, site.major());
        return routes;
    }
}
