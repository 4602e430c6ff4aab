#include "visit.h"

#include <string.h>
#include <time.h>

#include "mutant.h"
#include "parameter.h"

static const char *behind_prefix(const char *path)
{
    static const char prefix[] = "/api/v1";
    size_t length = sizeof prefix - 1;
    bool there = strncmp(path, prefix, length) == 0 && strchr("/", path[length]) != NULL;
    return there ? path + length : path;
}

/* Paths by what stands before an id and behind it; without an end, there is none. */
static const struct {
    const char *start, *end;
    enum route route;
} routes[] = {
    {"", NULL, ROUTE_STATUS},
    {"/", NULL, ROUTE_STATUS},
    {"/authorizations", NULL, ROUTE_LIST},
    {"/authorizations/", "", ROUTE_ONE},
    {"/authorizations/", "/accounts", ROUTE_ACCOUNTS_OF},
    {"/authorizations/", "/refresh", ROUTE_REFRESH},
    {"/authorizations/", "/disable", ROUTE_DISABLE},
    {"/authorizations/", "/transactions/sync", ROUTE_SYNC},
    {"/connection/", "", ROUTE_CONNECTION},
    {"/sessionEvents", NULL, ROUTE_EVENTS},
    {"/snapTrade/registerUser", NULL, ROUTE_REGISTER},
    {"/snapTrade/listUsers", NULL, ROUTE_USERS},
    {"/snapTrade/deleteUser", NULL, ROUTE_DELETE_USER},
    {"/snapTrade/resetUserSecret", NULL, ROUTE_RESET},
    {"/snapTrade/partners", NULL, ROUTE_PARTNERS},
    {"/snapTrade/login", NULL, ROUTE_LOGIN},
    {"/snapTrade/redeemToken", NULL, ROUTE_PORTAL},
    {"/brokerages", NULL, ROUTE_BROKERAGES},
    {"/accounts", NULL, ROUTE_ACCOUNTS},
    {"/accounts/", "", ROUTE_ACCOUNT},
    {"/accounts/", "/balances", ROUTE_BALANCES},
    {"/accounts/", "/positions", ROUTE_POSITIONS},
    {"/accounts/", "/positions/all", ROUTE_ALL_POSITIONS},
    {"/accounts/", "/holdings", ROUTE_HOLDINGS},
    {"/accounts/", "/orders", ROUTE_ORDERS},
    {"/accounts/", "/activities", ROUTE_ACTIVITIES},
};

/* The id that a path has; NULL: it is another path. */
static const char *match(struct scratch *scratch, const char *path, const char *start,
                         const char *end)
{
    size_t length = strlen(start);
    if (end == NULL)
        return strcmp(path, start) == 0 ? "" : NULL;
    if (strncmp(path, start, length) != 0)
        return NULL;
    size_t id = strcspn(path + length, "/");
    bool matches = id > 0 && strcmp(path + length + id, end) == 0;
    return matches ? scratch_copy(scratch, path + length, id) : NULL;
}

/* Sets route and id. */
static void classify(struct visit *visit)
{
    const char *path = behind_prefix(visit->received.path);
    visit->route = ROUTE_UNKNOWN;
    visit->id = "";
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        const char *id = match(&visit->scratch, path, routes[i].start, routes[i].end);
        if (id == NULL)
            continue;
        visit->route = routes[i].route;
        visit->id = id;
    }
}

void visit_begin(struct visit *visit)
{
    classify(visit);
    signature_rule(visit->credentials, &visit->scratch, &visit->received, visit->rule);
    visit->request = visit->received;
}

/* A HEAD goes on as a GET, so that what is wrong with the one's answer is so with the other's. */
bool visit_answer(struct visit *visit, const struct mutant *mutant)
{
    struct scratch *scratch = &visit->scratch;
    struct request *request = &visit->request;
    bool head = strcmp(visit->received.method, "HEAD") == 0;
    bool changed =
        mutant != NULL && mutant->request.function != NULL && mutant_concerns(mutant, visit, false);
    if (changed)
        mutant->request.function(visit, &mutant->request);
    if (visit->sign || (changed && visit->rule[0] != '\0'))
        sign_request(visit->credentials, scratch, request);
    if (head && mutant != NULL)
        request->method = "GET";
    if (!upstream_send(visit->upstream, scratch, request, &visit->answer))
        return false;
    if (mutant != NULL && mutant->answer.function != NULL && mutant_concerns(mutant, visit, true))
        mutant->answer.function(visit, &mutant->answer);
    if (head && !visit->keeps_body)
        visit->answer.body_length = 0;
    return true;
}

bool visit_user(struct visit *visit, const char *client_id, struct user *user)
{
    const char *query = visit->received.query;
    if (client_id == NULL)
        client_id = parameter_text(&visit->scratch, query, "clientId");
    return credentials_user(visit->credentials, client_id,
                            parameter_text(&visit->scratch, query, "userId"), user);
}

bool visit_ask(struct visit *visit, const char *method, const char *path, const struct user *user,
               struct answer *answer)
{
    struct scratch *scratch = &visit->scratch;
    struct request request = {.method = method, .path = path};
    request.query =
        scratch_text(scratch, "userId=%s&userSecret=%s&clientId=%s&timestamp=%lld",
                     parameter_encode(scratch, user->id), parameter_encode(scratch, user->secret),
                     parameter_encode(scratch, user->client_id), (long long)time(NULL));
    headers_add(&request.headers, "Host", "mutant");
    sign_request(visit->credentials, scratch, &request);
    return upstream_send(visit->upstream, scratch, &request, answer);
}

void visit_set_body(struct visit *visit, const char *body)
{
    struct answer *answer = &visit->answer;
    answer->body = body;
    answer->body_length = strlen(body);
    headers_set(&answer->headers, "Content-Type", "application/json");
    headers_set(&answer->headers, "Content-Length",
                scratch_text(&visit->scratch, "%zu", answer->body_length));
}

void visit_end(struct visit *visit)
{
    scratch_free(&visit->scratch);
}
