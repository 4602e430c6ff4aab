#include "portal.h"

#include <strings.h>

#include "../http/query.h"
#include "../state/json_memory.h"
#include "ending.h"
#include "pages.h"
#include "session_brokerage.h"

extern const char portal_css[], portal_js[];

/* Custom schemes come after a form was posted, so form-action cannot be said; nor who may frame it,
 * since that would shut out pages without an origin. */
static const char security_headers[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src data:; base-uri 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cache-Control: no-store\r\n";

static const char page_path[] = "/snapTrade/redeemToken";

/* What the page brings along. */
static const struct {
    const char *path, *type, *text;
} files[] = {{"/snapTrade/redeemToken/portal.css", "text/css; charset=utf-8", portal_css},
             {"/snapTrade/redeemToken/portal.js", "text/javascript; charset=utf-8", portal_js}};
enum { FILES = sizeof files / sizeof files[0] };

enum problem {
    NO_PROBLEM,
    NO_LINK,
    UNKNOWN_LINK,
    USED_LINK,
    EXPIRED_LINK,
    BAD_FORM,
    NO_BROKERAGE,
    NO_CONNECTION,
    NO_SCENARIO,
    NO_MEMORY
};
static const struct {
    int status;
    bool is_of_link; /* nothing can be done with it */
    const char *title, *text;
} problems[] = {
    [NO_LINK] = {400, true, "This link is not complete",
                 "It has no token. POST /snapTrade/login answers with a whole one."},
    [UNKNOWN_LINK] = {401, true, "This link is not valid",
                      "Nobody has asked for it, or it has been too long ago, or its user or its "
                      "partner has been deleted or reset meanwhile."},
    [USED_LINK] = {401, true, "This link has been used",
                   "It is good for one connection. Go back to the app, and ask for another one."},
    [EXPIRED_LINK] = {401, true, "This link has expired",
                      "It is good for 5 minutes. Go back to the app, and ask for another one."},
    [BAD_FORM] = {400, false, "Something is missing", "Choose what is to happen."},
    [NO_BROKERAGE] = {400, false, "There is no such brokerage to connect",
                      "Choose one of those that can be connected."},
    [NO_CONNECTION] = {400, false, "The connection is gone",
                       "What was to be reconnected has been deleted meanwhile."},
    [NO_SCENARIO] = {400, false, "There are no such accounts",
                     "Choose those that the connection is to have."},
    [NO_MEMORY] = {500, false, "This does not work", "The sandbox is out of memory."},
};

/* One request on its way. */
struct visit {
    const struct portal *portal;
    const struct http_request *request;
    struct http_response *response;
    struct tenant *tenant;         /* held; NULL: not known */
    struct portal_session session; /* where there is a tenant */
    int64_t now, real_time;
};

bool portal_owns(const char *path)
{
    size_t length = sizeof page_path - 1;
    return strncmp(path, page_path, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* A frame has its own way back: messages. SnapTrade's portal ignores customRedirect there. */
static bool is_framed(const struct http_request *request)
{
    const char *value = "";
    http_find_header(request, "Sec-Fetch-Dest", &value);
    return strcmp(value, "iframe") == 0 || strcmp(value, "frame") == 0;
}

/* Appends where the user goes back to. False: there is no such place. */
static bool find_way_back(const struct visit *visit, const struct ending *ending,
                          const char *connection_id, struct buffer *url)
{
    if (visit->session.custom_redirect[0] == '\0' || is_framed(visit->request))
        return false;
    ending_redirect(ending, visit->session.custom_redirect, connection_id, url);
    return !url->failed;
}

static void answer_problem(struct visit *visit, enum problem problem)
{
    struct buffer url = {0};
    bool is_of_link = problems[problem].is_of_link;
    bool is_told = is_of_link && problem != USED_LINK;
    bool returns = problem == EXPIRED_LINK && find_way_back(visit, &ending_bad_link, "", &url);
    const struct pages_problem page = {
        .title = problems[problem].title,
        .text = problems[problem].text,
        .ending = is_told ? &ending_bad_link : NULL,
        .redirect = returns ? url.data : NULL,
        .token = is_of_link || visit->session.token[0] == '\0' ? NULL : visit->session.token,
        .is_dark = visit->session.is_dark,
    };
    visit->response->status = problems[problem].status;
    visit->response->more_headers = NULL; /* of an answer that was begun */
    buffer_reset(&visit->response->body);
    pages_problem(&visit->response->body, &page);
    buffer_free(&url);
}

/* Finds the session of a token. */
static enum problem enter(struct visit *visit, const char *token)
{
    const struct portal *portal = visit->portal;
    struct portal_session *session = &visit->session;
    struct store_user user;
    if (!portal_sessions_find(portal->sessions, token, session))
        return UNKNOWN_LINK;
    visit->tenant = tenants_find(portal->tenants, session->client_id);
    if (visit->tenant == NULL ||
        !store_find_user(portal->store, session->client_id, session->user_id, &user))
        return UNKNOWN_LINK;
    tenant_use(visit->tenant, visit->real_time);
    visit->now = clock_read(&visit->tenant->clock, visit->real_time);
    switch (portal_session_state(session, visit->now)) {
    case PORTAL_USED:
        return USED_LINK;
    case PORTAL_EXPIRED:
        return EXPIRED_LINK;
    default:
        return NO_PROBLEM;
    }
}

/* The brokerage that the session has already, or all. The caller deletes it; NULL: none. */
static cJSON *find_brokerages(const struct visit *visit)
{
    const struct portal_session *session = &visit->session;
    struct buffer json = {0};
    if (session->reconnect[0] != '\0' || session->broker[0] != '\0')
        return session_brokerage(visit->portal->store, session, session->broker);
    store_list_brokerages(visit->portal->store, &json);
    if (json.failed)
        json_memory_lack();
    cJSON *brokerages = json.failed ? NULL : cJSON_Parse(json.data);
    buffer_free(&json);
    return brokerages;
}

/* The caller deletes it; NULL: no memory. */
static cJSON *find_scenarios(const struct visit *visit)
{
    struct buffer json = {0};
    store_list_scenarios(visit->portal->store, &json);
    cJSON *scenarios = json.failed ? NULL : cJSON_Parse(json.data);
    buffer_free(&json);
    return scenarios;
}

static enum problem show(struct visit *visit)
{
    char token[RANDOM_SECRET_SIZE];
    if (!query_named(visit->request->query, "token", token, sizeof token))
        return NO_LINK;
    enum problem problem = enter(visit, token);
    if (problem != NO_PROBLEM)
        return problem;
    cJSON *brokerages = find_brokerages(visit);
    if (brokerages == NULL)
        return visit->session.reconnect[0] != '\0' ? NO_CONNECTION : NO_BROKERAGE;
    cJSON *scenarios = find_scenarios(visit);
    if (scenarios != NULL) {
        visit->response->status = 200;
        pages_choose(&visit->response->body, &visit->session, brokerages, scenarios);
    }
    cJSON_Delete(brokerages);
    cJSON_Delete(scenarios);
    return scenarios != NULL ? NO_PROBLEM : NO_MEMORY;
}

/* The answer to a form: at once, or by a page that shows what has happened. False: no memory. */
static bool answer_attempt(struct visit *visit, const struct attempt *attempt,
                           const char *brokerage)
{
    struct http_response *response = visit->response;
    struct buffer url = {0};
    bool returns = find_way_back(visit, &endings[attempt->outcome], attempt->connection_id, &url);
    if (returns && visit->session.immediate_redirect) {
        buffer_reset(&response->header_room);
        buffer_append_format(&response->header_room, "Location: %s\r\n", url.data);
        response->more_headers = response->header_room.failed ? NULL : response->header_room.data;
        response->status = 303;
    } else {
        response->status = 200;
        pages_result(&response->body, &visit->session, attempt, brokerage,
                     returns ? url.data : NULL);
    }
    bool good = !url.failed && !response->header_room.failed && !response->body.failed &&
                !json_memory_failed();
    buffer_free(&url);
    return good;
}

static enum problem problem_of(unsigned flaws)
{
    if ((flaws & ATTEMPT_NO_USER) != 0)
        return UNKNOWN_LINK;
    if ((flaws & ATTEMPT_NO_CONNECTION) != 0)
        return NO_CONNECTION;
    if ((flaws & ATTEMPT_NO_SCENARIO) != 0)
        return NO_SCENARIO;
    return (flaws & ATTEMPT_NO_BROKERAGE) != 0 ? NO_BROKERAGE : NO_MEMORY;
}

static enum problem make(struct visit *visit, struct attempt *attempt, const cJSON *brokerage)
{
    const struct portal_session *session = &visit->session;
    const struct attempt_place place = {.store = visit->portal->store,
                                        .webhooks = visit->portal->webhooks,
                                        .tenant = visit->tenant,
                                        .now = visit->now};
    const struct offer offer = offer_of(brokerage);
    attempt->user_id = session->user_id;
    attempt->type = session_type(session, &offer);
    memcpy(attempt->session_id, session->id, sizeof session->id);
    memcpy(attempt->connection_id, session->reconnect, sizeof session->reconnect);
    attempt->reconnects = session->reconnect[0] != '\0';
    attempt->brokerage = attempt->reconnects ? NULL : offer.slug;
    if (attempt->reconnects)
        attempt->scenario = NULL; /* it keeps its accounts */
    if (attempt->outcome != ATTEMPT_ABANDONMENT && !attempt->reconnects &&
        !session_allows(session, &offer))
        return NO_BROKERAGE;
    unsigned flaws = attempt_flaws(&place, attempt);
    if (flaws != 0)
        return problem_of(flaws);
    if (!attempt_make(&place, attempt))
        return problem_of(attempt_flaws(&place, attempt));
    if (!answer_attempt(visit, attempt, offer.name)) {
        attempt_undo(&place, attempt);
        return NO_MEMORY;
    }
    if (attempt_is_last(attempt->outcome))
        portal_sessions_use(visit->portal->sessions, session->token);
    return NO_PROBLEM;
}

static bool find_outcome(const char *form, enum attempt_outcome *outcome)
{
    char value[32];
    if (!query_named(form, "outcome", value, sizeof value))
        return false;
    for (size_t i = 0; i < ATTEMPT_OUTCOMES; i++) {
        *outcome = (enum attempt_outcome)i;
        if (strcmp(endings[i].value, value) == 0)
            return true;
    }
    return false;
}

/* Under the lock of changes: of two that post the same form one comes too late. */
static enum problem attempt(struct visit *visit, const char *form)
{
    char token[RANDOM_SECRET_SIZE], broker[STORE_TEXT_SIZE] = "", scenario[STORE_TEXT_SIZE];
    struct attempt attempt = {.outcome = ATTEMPT_SUCCESS};
    if (!query_named(form, "token", token, sizeof token))
        return NO_LINK;
    enum problem problem = enter(visit, token);
    if (problem != NO_PROBLEM)
        return problem;
    if (!find_outcome(form, &attempt.outcome))
        return BAD_FORM;
    query_named(form, "broker", broker, sizeof broker);
    if (query_named(form, "scenario", scenario, sizeof scenario))
        attempt.scenario = scenario;
    if (visit->session.broker[0] != '\0')
        memcpy(broker, visit->session.broker, sizeof broker);
    cJSON *brokerage = session_brokerage(visit->portal->store, &visit->session, broker);
    problem = make(visit, &attempt, brokerage);
    attempt_end(&attempt);
    cJSON_Delete(brokerage);
    return problem;
}

static enum problem take_form(struct visit *visit)
{
    static const char wanted[] = "application/x-www-form-urlencoded";
    const struct http_request *request = visit->request;
    const char *type = "";
    http_find_header(request, "Content-Type", &type);
    if (request->body == NULL || strlen(request->body) != request->body_bytes ||
        strncasecmp(type, wanted, sizeof wanted - 1) != 0)
        return BAD_FORM;
    pthread_mutex_lock(visit->portal->changes);
    enum problem problem = attempt(visit, request->body);
    pthread_mutex_unlock(visit->portal->changes);
    return problem;
}

static void answer_page(struct visit *visit)
{
    enum http_method method = visit->request->method;
    struct http_response *response = visit->response;
    enum problem problem = NO_PROBLEM;
    response->content_type = "text/html; charset=utf-8";
    response->allow = "GET, POST, HEAD, OPTIONS";
    if (method == HTTP_OPTIONS)
        response->status = 200; /* Allow says it all */
    else if (method == HTTP_GET || method == HTTP_HEAD)
        problem = show(visit);
    else
        problem = take_form(visit);
    if (json_memory_failed()) /* whatever it has looked like */
        problem = NO_MEMORY;
    if (problem != NO_PROBLEM)
        answer_problem(visit, problem);
}

/* False: there is no such file. */
static bool answer_file(const struct http_request *request, struct http_response *response)
{
    size_t i = 0;
    while (i < FILES && strcmp(files[i].path, request->path) != 0)
        i++;
    if (i == FILES)
        return false;
    response->status = 200;
    response->allow = "GET, HEAD, OPTIONS";
    response->content_type = files[i].type;
    if (request->method != HTTP_OPTIONS)
        buffer_append_text(&response->body, files[i].text);
    return true;
}

void portal_handle(const struct portal *portal, const struct http_request *request, int64_t now,
                   struct http_response *response)
{
    struct visit visit = {
        .portal = portal, .request = request, .response = response, .real_time = now};
    json_memory_forget();
    bool is_page = strcmp(request->path, page_path) == 0;
    bool is_served = request->method == HTTP_GET || request->method == HTTP_HEAD ||
                     request->method == HTTP_OPTIONS || (is_page && request->method == HTTP_POST);
    response->security_headers = security_headers;
    if (!is_served) {
        response->allow = is_page ? "GET, POST, HEAD, OPTIONS" : "GET, HEAD, OPTIONS";
        api_error_respond(API_METHOD, request->method_name, response);
    } else if (is_page) {
        answer_page(&visit);
    } else if (!answer_file(request, response)) {
        api_error_respond(API_UNKNOWN_PATH, NULL, response);
    }
    tenant_release(visit.tenant);
    if (response->body.failed) {
        response->content_type = NULL;
        api_error_respond(API_NO_MEMORY, NULL, response);
    }
}
