#include "control.h"

#include <stdlib.h>
#include <string.h>

#include "../portal/sessions.h"
#include "../state/fixtures.h"
#include "../state/json_memory.h"
#include "../state/json_read.h"
#include "control_routes.h"
#include "snaptrade/percent.h"
#include "snaptrade/utf8.h"

enum { MOST_PROBLEMS = 100, MOST_VISITS = 30 };

bool control_start(struct control *control, const struct control_config *config)
{
    *control = (struct control){.config = *config};
    json_memory_watch();
    if (pthread_mutex_init(&control->changes, NULL) != 0)
        return false;
    if (limit_start(&control->visits) && limit_set(&control->visits, MOST_VISITS))
        return true;
    pthread_mutex_destroy(&control->changes);
    return false;
}

void control_end(struct control *control)
{
    limit_end(&control->visits);
    pthread_mutex_destroy(&control->changes);
}

bool control_owns(const char *path)
{
    static const char prefix[] = "/_sandbox";
    size_t length = sizeof prefix - 1;
    return strncmp(path, prefix, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

bool control_take_place(struct control *control)
{
    if (atomic_fetch_add(&control->waiting, 1) < control->config.most_waiting)
        return true;
    control_leave_place(control);
    return false;
}

void control_leave_place(struct control *control)
{
    atomic_fetch_sub(&control->waiting, 1);
}

static void remove_expired(void *context, const char *client_id)
{
    const struct control_config *config = context;
    store_remove_partner(config->store, client_id);
    portal_sessions_forget(config->sessions, client_id, NULL);
}

void control_expire(struct control *control)
{
    struct control_config *config = &control->config;
    pthread_mutex_lock(&control->changes);
    size_t before = tenants_count(config->tenants, true);
    tenants_expire(config->tenants, config->now(config->now_context), remove_expired, config);
    if (tenants_count(config->tenants, true) != before)
        journal_touch(config->book, NULL);
    pthread_mutex_unlock(&control->changes);
}

void control_reset(struct control *control)
{
    pthread_mutex_lock(&control->changes);
    store_reset(control->config.store);
    portal_sessions_forget_fixtures(control->config.sessions);
    pthread_mutex_unlock(&control->changes);
}

bool control_reload(struct control *control, struct problems *problems)
{
    struct store *fresh = store_new();
    bool good = fresh != NULL && fixtures_read(control->config.fixtures, fresh, problems);
    if (good) {
        pthread_mutex_lock(&control->changes);
        good = tenants_welcome(control->config.tenants, fresh) &&
               store_exchange(control->config.store, fresh);
        tenants_dismiss(control->config.tenants, control->config.store);
        if (good)
            portal_sessions_forget_fixtures(control->config.sessions);
        pthread_mutex_unlock(&control->changes);
    }
    if (!good && problems->count == 0)
        problems_no_memory(problems);
    store_free(fresh);
    return good;
}

/* Of a long body that is all wrong the first ones say enough. */
static void take_problem(void *context, const char *file, const char *pointer, const char *what)
{
    struct control_call *call = context;
    if (call->problem_count++ >= MOST_PROBLEMS)
        return;
    cJSON *problem = cJSON_CreateObject();
    if (file != NULL)
        cJSON_AddStringToObject(problem, "file", file);
    cJSON_AddStringToObject(problem, "pointer", pointer);
    cJSON_AddStringToObject(problem, "detail", what);
    if (!cJSON_AddItemToArray(call->problem_list, problem))
        cJSON_Delete(problem);
}

/* A segment of the path as text; false: it is none. */
static bool decode(const struct route_segment *segment, char text[STORE_TEXT_SIZE])
{
    size_t length;
    if (segment->length >= STORE_TEXT_SIZE)
        return false;
    memcpy(text, segment->text, segment->length);
    text[segment->length] = '\0';
    return snaptrade_percent_decode(text, text, &length) && strlen(text) == length &&
           snaptrade_utf8_valid(text, length);
}

static bool decode_parameter(char *text)
{
    size_t length;
    for (char *p = text; *p != '\0'; p++)
        if (*p == '+')
            *p = ' ';
    return snaptrade_percent_decode(text, text, &length) && strlen(text) == length &&
           snaptrade_utf8_valid(text, length);
}

static void add_parameter(struct control_call *call, const char *name, const char *value)
{
    if (cJSON_GetObjectItemCaseSensitive(call->query, name) != NULL)
        call_problem(call, name, "stands twice in the query");
    else
        cJSON_AddStringToObject(call->query, name, value);
}

static enum control_error read_query(struct control_call *call, bool wanted)
{
    char *rest = strdup(call->request->query), *next = rest;
    call->query = cJSON_CreateObject();
    if (rest == NULL || call->query == NULL) {
        free(rest);
        return CONTROL_NO_MEMORY;
    }
    for (char *name = next; name != NULL && *name != '\0'; name = next) {
        next = strchr(name, '&');
        if (next != NULL)
            *next++ = '\0';
        char *value = strchr(name, '=');
        if (value != NULL)
            *value++ = '\0';
        if (!decode_parameter(name) || (value != NULL && !decode_parameter(value)))
            problems_add(&call->problems, "has a broken escape, or is not UTF-8");
        else if (!wanted)
            call_problem(call, name, "unknown parameter; this path has none");
        else
            add_parameter(call, name, value != NULL ? value : "");
    }
    free(rest);
    return call->problems.count == 0 ? CONTROL_OK : CONTROL_BAD_QUERY;
}

static enum control_error read_body(struct control_call *call, enum control_body body)
{
    const struct http_request *request = call->request;
    bool given = request->body != NULL && request->body_bytes > 0;
    if (given && body != BODY_NONE) {
        call->body = json_read(request->body, request->body_bytes, &call->problems);
        return call->body != NULL ? CONTROL_OK : CONTROL_BAD_BODY;
    }
    if (body == BODY_REQUIRED) {
        problems_add(&call->problems, "missing");
        return CONTROL_BAD_BODY;
    }
    return CONTROL_OK;
}

/* Finds the partner of the path and whether the client may go there; only then does it learn
 * whether there is such a path. */
static enum control_error let_in(struct control_call *call, const struct control_match *match,
                                 bool known)
{
    char client_id[STORE_TEXT_SIZE];
    if (match->has_partner && decode(&match->segments[0], client_id))
        call->tenant = tenants_find(call->control->config.tenants, client_id);
    call->now =
        call->tenant != NULL ? clock_read(&call->tenant->clock, call->real_time) : call->real_time;
    const struct access_rules *rules = &call->control->config.access;
    enum control_error error =
        match->route != NULL && match->route->is_open
            ? access_check_open(rules, call->request)
            : access_check(rules, call->request, call->tenant != NULL ? call->tenant->token : NULL);
    if (error != CONTROL_OK)
        return error;
    if (!known)
        return CONTROL_NO_PATH;
    return match->has_partner && call->tenant == NULL ? CONTROL_NO_PARTNER : CONTROL_OK;
}

/* A partner that went away while a call was at it is why that failed, whatever it failed by. */
static enum control_error run(struct control_call *call, control_handler *handler)
{
    struct store_partner partner;
    if (call_lacks_memory(call)) /* before it does anything */
        return CONTROL_NO_MEMORY;
    enum control_error error = handler(call);
    if (error == CONTROL_OK || call->tenant == NULL ||
        store_find_partner(call->control->config.store, call_client_id(call), &partner))
        return error;
    call->problem_count = 0;
    return CONTROL_NO_PARTNER;
}

static enum control_error answer(struct control_call *call, struct control_match *match)
{
    enum http_method method = call->request->method;
    bool known =
        control_routes_find(method == HTTP_HEAD ? HTTP_GET : method, call->request->path, match);
    enum control_error error = let_in(call, match, known);
    if (error != CONTROL_OK)
        return error;
    memcpy(call->response->allow_room, match->allow, sizeof match->allow);
    call->response->allow = call->response->allow_room;
    if (method == HTTP_OPTIONS)
        return CONTROL_OK; /* Allow says it all */
    if (match->route == NULL)
        return CONTROL_METHOD;
    if (call->tenant != NULL)
        tenant_use(call->tenant, call->real_time);
    const struct route_segment *named = &match->segments[match->has_partner ? 1 : 0];
    if (named->text != NULL && !decode(named, call->id))
        return CONTROL_NO_PATH;
    error = read_query(call, match->route->has_query);
    if (error == CONTROL_OK)
        error = read_body(call, match->route->body);
    return error == CONTROL_OK ? run(call, match->route->handler) : error;
}

/* In the place of an answer that was begun. */
static void make_error(struct control_call *call, enum control_error error)
{
    cJSON_Delete(call->answer);
    call->answer = cJSON_CreateObject();
    cJSON_AddStringToObject(call->answer, "detail", control_error_text(error));
    if (call->problem_count > 0 &&
        cJSON_AddItemToObject(call->answer, "problems", call->problem_list))
        call->problem_list = NULL;
    call->status = control_error_status(error);
}

static bool changes_something(enum http_method method)
{
    return method == HTTP_POST || method == HTTP_PUT || method == HTTP_PATCH ||
           method == HTTP_DELETE;
}

/* Maybe without a body. */
static void answer_no_memory(struct http_response *response, enum control_error error)
{
    response->status = control_error_status(error);
    buffer_reset(&response->body);
    buffer_append_format(&response->body, "{\"detail\":\"%s\"}", control_error_text(error));
}

static void respond(struct control_call *call, enum control_error error)
{
    struct http_response *response = call->response;
    bool done = error == CONTROL_OK && changes_something(call->request->method);
    if (error == CONTROL_NO_MEMORY) {
        answer_no_memory(response, error);
        return;
    }
    if (error != CONTROL_OK)
        make_error(call, error);
    response->status = call->status;
    if (call->answer != NULL || call_lacks_memory(call)) {
        buffer_reset(&response->body);
        if (!call_print(call, call->answer))
            answer_no_memory(response, done ? CONTROL_UNTOLD : CONTROL_NO_MEMORY);
    } else if (response->body.length == 0) {
        response->status = 204;
    }
}

void control_handle(struct control *control, const struct http_request *request,
                    const struct control_peer *peer, struct http_response *response)
{
    json_memory_forget();
    struct control_call call = {
        .control = control,
        .request = request,
        .peer = peer,
        .real_time = control->config.now(control->config.now_context),
        .status = 200,
        .response = response,
        .problem_list = cJSON_CreateArray(),
    };
    struct control_match match;
    call.problems = (struct problems){.take = take_problem, .take_context = &call};
    enum control_error error = answer(&call, &match);
    if (error != CONTROL_OK && call_lacks_memory(&call))
        error = CONTROL_NO_MEMORY;
    respond(&call, error);
    if (error == CONTROL_OK && changes_something(request->method))
        journal_touch(control->config.book, call.tenant != NULL ? call.tenant->journal : NULL);
    tenant_release(call.tenant);
    buffer_free(&call.problems.pointer);
    cJSON_Delete(call.problem_list);
    cJSON_Delete(call.answer);
    cJSON_Delete(call.query);
    cJSON_Delete(call.body);
}

void control_refuse_body(struct http_response *response)
{
    const struct http_request request = {.method = HTTP_OTHER};
    struct control_call call = {.request = &request, .response = response};
    json_memory_forget();
    respond(&call, CONTROL_LONG_BODY);
    cJSON_Delete(call.answer);
}
