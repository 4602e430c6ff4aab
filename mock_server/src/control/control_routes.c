#include "control_routes.h"

#include <stdio.h>
#include <string.h>

#include "calls.h"

#define PARTNER "/partners/{clientId}"

#define CALL(method, pattern, body, handler)                                                       \
    {                                                                                              \
        method, pattern, body, handler, false, false                                               \
    }
#define WITH_QUERY(method, pattern, body, handler)                                                 \
    {                                                                                              \
        method, pattern, body, handler, true, false                                                \
    }
#define OPEN(method, pattern, body, handler)                                                       \
    {                                                                                              \
        method, pattern, body, handler, false, true                                                \
    }

static const struct control_route routes[] = {
    CALL(HTTP_GET, "/openapi.json", BODY_NONE, openapi_get),
    OPEN(HTTP_GET, "/about", BODY_NONE, about_get),
    OPEN(HTTP_POST, "/visitors", BODY_NONE, visitors_make),
    CALL(HTTP_GET, "/partners", BODY_NONE, partners_list),
    CALL(HTTP_POST, "/partners", BODY_OPTIONAL, partners_make),
    CALL(HTTP_POST, "/reload", BODY_NONE, sandbox_reload),
    CALL(HTTP_POST, "/reset", BODY_NONE, sandbox_reset),
    WITH_QUERY(HTTP_GET, "/journal", BODY_NONE, journal_get),
    WITH_QUERY(HTTP_GET, "/changes", BODY_NONE, changes_get),
    CALL(HTTP_GET, "/journal/{id}/explanation", BODY_NONE, explanation_get),
    CALL(HTTP_POST, "/explain", BODY_REQUIRED, explanation_make),
    CALL(HTTP_DELETE, "/journal", BODY_NONE, journal_delete),
    CALL(HTTP_GET, "/journal/last-failure", BODY_NONE, failure_get),
    CALL(HTTP_POST, "/verify", BODY_REQUIRED, verification_make),
    CALL(HTTP_GET, "/faults", BODY_NONE, faults_get),
    CALL(HTTP_PUT, "/faults", BODY_REQUIRED, faults_put),
    CALL(HTTP_POST, "/faults", BODY_REQUIRED, faults_post),
    CALL(HTTP_DELETE, "/faults", BODY_NONE, faults_delete),
    CALL(HTTP_DELETE, "/faults/{name}", BODY_NONE, faults_delete_one),

    CALL(HTTP_GET, PARTNER, BODY_NONE, partners_get),
    CALL(HTTP_DELETE, PARTNER, BODY_NONE, partners_delete),
    CALL(HTTP_GET, PARTNER "/credentials", BODY_NONE, credentials_get),
    CALL(HTTP_POST, PARTNER "/sign", BODY_REQUIRED, signature_make),
    CALL(HTTP_POST, PARTNER "/reset", BODY_NONE, state_reset),
    CALL(HTTP_GET, PARTNER "/state", BODY_NONE, state_get),
    CALL(HTTP_PUT, PARTNER "/state", BODY_REQUIRED, state_replace),
    CALL(HTTP_GET, PARTNER "/users", BODY_NONE, users_list),
    CALL(HTTP_POST, PARTNER "/users", BODY_REQUIRED, users_add),
    CALL(HTTP_GET, PARTNER "/connections", BODY_NONE, connections_list_all),
    CALL(HTTP_POST, PARTNER "/connections", BODY_REQUIRED, connections_add),
    CALL(HTTP_GET, PARTNER "/connections/{connectionId}", BODY_NONE, connections_get),
    CALL(HTTP_PATCH, PARTNER "/connections/{connectionId}", BODY_REQUIRED, connections_change),
    CALL(HTTP_DELETE, PARTNER "/connections/{connectionId}", BODY_NONE, connections_delete_any),
    CALL(HTTP_POST, PARTNER "/connections/{connectionId}/disable", BODY_NONE, connections_disable),
    CALL(HTTP_POST, PARTNER "/connections/{connectionId}/enable", BODY_NONE, connections_enable),
    CALL(HTTP_POST, PARTNER "/attempts", BODY_REQUIRED, attempts_make),
    CALL(HTTP_GET, PARTNER "/events", BODY_NONE, events_list),
    CALL(HTTP_POST, PARTNER "/events", BODY_REQUIRED, events_add),
    CALL(HTTP_GET, PARTNER "/clock", BODY_NONE, clock_get),
    CALL(HTTP_POST, PARTNER "/clock", BODY_REQUIRED, clock_change),
    CALL(HTTP_DELETE, PARTNER "/clock", BODY_NONE, clock_delete),
    CALL(HTTP_GET, PARTNER "/rateLimit", BODY_NONE, limit_get),
    CALL(HTTP_PUT, PARTNER "/rateLimit", BODY_REQUIRED, limit_change),
    CALL(HTTP_DELETE, PARTNER "/rateLimit", BODY_NONE, limit_delete),
    WITH_QUERY(HTTP_GET, PARTNER "/journal", BODY_NONE, journal_get),
    WITH_QUERY(HTTP_GET, PARTNER "/changes", BODY_NONE, changes_get),
    CALL(HTTP_GET, PARTNER "/journal/{id}/explanation", BODY_NONE, explanation_get),
    CALL(HTTP_POST, PARTNER "/explain", BODY_REQUIRED, explanation_make),
    CALL(HTTP_DELETE, PARTNER "/journal", BODY_NONE, journal_delete),
    CALL(HTTP_GET, PARTNER "/journal/last-failure", BODY_NONE, failure_get),
    CALL(HTTP_POST, PARTNER "/verify", BODY_REQUIRED, verification_make),
    CALL(HTTP_GET, PARTNER "/faults", BODY_NONE, faults_get),
    CALL(HTTP_PUT, PARTNER "/faults", BODY_REQUIRED, faults_put),
    CALL(HTTP_POST, PARTNER "/faults", BODY_REQUIRED, faults_post),
    CALL(HTTP_DELETE, PARTNER "/faults", BODY_NONE, faults_delete),
    CALL(HTTP_DELETE, PARTNER "/faults/{name}", BODY_NONE, faults_delete_one),
    CALL(HTTP_GET, PARTNER "/webhooks", BODY_NONE, webhooks_get),
    CALL(HTTP_PUT, PARTNER "/webhooks", BODY_REQUIRED, webhooks_put),
    CALL(HTTP_DELETE, PARTNER "/webhooks", BODY_NONE, webhooks_delete),
    CALL(HTTP_POST, PARTNER "/webhooks/fire", BODY_REQUIRED, webhooks_fire_one),
};

/* HEAD is served wherever GET is. */
static const char *const method_names[] = {
    [HTTP_GET] = "GET, HEAD", [HTTP_DELETE] = "DELETE", [HTTP_POST] = "POST",
    [HTTP_PUT] = "PUT",       [HTTP_PATCH] = "PATCH",   [HTTP_OPTIONS] = "OPTIONS",
};

static void allow(struct control_match *match, enum http_method method)
{
    size_t used = strlen(match->allow);
    snprintf(match->allow + used, sizeof match->allow - used, "%s%s", used > 0 ? ", " : "",
             method_names[method]);
}

/* Whose token opens a path does not depend on whether there is such a path. */
static bool find_partner(const char *path, struct route_segment *client_id)
{
    static const char prefix[] = "/partners/";
    if (strncmp(path, prefix, sizeof prefix - 1) != 0)
        return false;
    client_id->text = path + sizeof prefix - 1;
    client_id->length = strcspn(client_id->text, "/");
    return client_id->length > 0;
}

bool control_routes_find(enum http_method method, const char *path, struct control_match *match)
{
    const char *behind = path + strlen("/_sandbox");
    bool known = false;
    *match = (struct control_match){0};
    match->has_partner = find_partner(behind, &match->segments[0]);
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        struct route_segment segments[ROUTE_SEGMENTS];
        if (!route_matches(routes[i].pattern, behind, segments))
            continue;
        known = true;
        memcpy(match->segments, segments, sizeof segments);
        allow(match, routes[i].method);
        if (routes[i].method == method)
            match->route = &routes[i];
    }
    if (known)
        allow(match, HTTP_OPTIONS);
    return known;
}
