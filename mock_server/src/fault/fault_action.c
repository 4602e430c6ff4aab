#include "fault_action.h"

#include "../api/api_error.h"
#include "../state/member.h"
#include "../state/shape.h"
#include "fault_respond.h"
#include "fault_status.h"

enum { MOST_BYTES = 1000000000, MOST_SILENCE = 3600, DEFAULT_SILENCE = 60, MS_PER_S = 1000 };

typedef bool read_action(struct fault_action *action, const cJSON *object,
                         struct problems *problems);
typedef void apply_action(const struct fault_action *action, struct http_response *response,
                          struct delivery *delivery);

struct fault_action_row {
    const char *name;
    struct shape shape;
    bool executes; /* unless "execute" says otherwise, where the shape has it */
    bool waits;    /* keeps the client waiting, delay aside */
    read_action *read;
    apply_action *apply;
};

static bool read_nothing(struct fault_action *action, const cJSON *object,
                         struct problems *problems)
{
    (void)action;
    (void)object;
    (void)problems;
    return true;
}

static bool read_rate(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    return member_number(object, "bytesPerSecond", 1, MOST_BYTES, &action->number, problems);
}

static bool read_cut(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    return member_number(object, "bytes", 0, MOST_BYTES, &action->number, problems);
}

static bool read_silence(struct fault_action *action, const cJSON *object,
                         struct problems *problems)
{
    action->number = DEFAULT_SILENCE;
    return member_number(object, "limitSeconds", 1, MOST_SILENCE, &action->number, problems);
}

/* Half an answer is one that was made. */
static bool read_reset(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    const char *when = member_text(object, "when");
    bool middle = when != NULL && strcmp(when, "middle") == 0;
    action->end = middle ? DELIVERY_RESET_MIDDLE : DELIVERY_RESET;
    if (!middle)
        return true;
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(object, "execute"))) {
        member_problem(problems, "execute", "must be true with \"middle\", or left out");
        return false;
    }
    action->executes = true;
    return true;
}

static void apply_nothing(const struct fault_action *action, struct http_response *response,
                          struct delivery *delivery)
{
    (void)action;
    (void)response;
    (void)delivery;
}

static void apply_status(const struct fault_action *action, struct http_response *response,
                         struct delivery *delivery)
{
    (void)delivery;
    api_error_envelope(action->status, action->code, action->detail, response);
    response->more_headers = action->headers.data;
}

static void apply_respond(const struct fault_action *action, struct http_response *response,
                          struct delivery *delivery)
{
    response->status = action->status;
    buffer_reset(&response->body);
    buffer_append(&response->body, action->body.data, action->body.length);
    delivery->head = &action->given;
    delivery->closes =
        action->given.has_length ||
        (http_is_bodiless(action->status) && (action->status < 200 || action->body.length > 0));
}

static void apply_rate(const struct fault_action *action, struct http_response *response,
                       struct delivery *delivery)
{
    (void)response;
    delivery->bytes_per_second = action->number;
}

static void apply_cut(const struct fault_action *action, struct http_response *response,
                      struct delivery *delivery)
{
    (void)response;
    delivery->end = DELIVERY_CUT;
    delivery->cut = (size_t)action->number;
}

/* An answer that has a body keeps saying of which type it is. */
static void apply_empty(const struct fault_action *action, struct http_response *response,
                        struct delivery *delivery)
{
    (void)action;
    (void)delivery;
    if (response->body.length > 0)
        response->more_headers = "Content-Type: application/json\r\n";
    buffer_reset(&response->body);
}

static void apply_reset(const struct fault_action *action, struct http_response *response,
                        struct delivery *delivery)
{
    delivery->end = action->end;
    if (action->end == DELIVERY_RESET)
        response->status = 0;
}

static void apply_silence(const struct fault_action *action, struct http_response *response,
                          struct delivery *delivery)
{
    delivery->end = DELIVERY_NONE;
    delivery->silence_ms = action->number * MS_PER_S;
    response->status = 0;
}

/* clang-format off */
#define OPTIONAL(name, kind) {name, kind, SHAPE_OPTIONAL, NULL, NULL}
#define REQUIRED(name, kind) {name, kind, 0, NULL, NULL}
#define TYPE                 REQUIRED("type", SHAPE_TEXT)
#define DELAY                OPTIONAL("delayMs", SHAPE_ANY)
#define EXECUTE              OPTIONAL("execute", SHAPE_BOOL)
#define END                  {NULL, SHAPE_TEXT, 0, NULL, NULL}
/* clang-format on */

static const struct shape_field status_fields[] = {TYPE,
                                                   REQUIRED("status", SHAPE_INTEGER),
                                                   OPTIONAL("detail", SHAPE_ID),
                                                   OPTIONAL("code", SHAPE_ID),
                                                   OPTIONAL("retryAfter", SHAPE_INTEGER),
                                                   DELAY,
                                                   EXECUTE,
                                                   END};
static const struct shape_field respond_fields[] = {TYPE,
                                                    REQUIRED("status", SHAPE_INTEGER),
                                                    OPTIONAL("headers", SHAPE_FREE),
                                                    OPTIONAL("body", SHAPE_TEXT),
                                                    OPTIONAL("bodyBase64", SHAPE_TEXT),
                                                    DELAY,
                                                    EXECUTE,
                                                    END};
static const struct shape_field delay_fields[] = {TYPE, REQUIRED("delayMs", SHAPE_ANY), END};
static const struct shape_field rate_fields[] = {TYPE, REQUIRED("bytesPerSecond", SHAPE_INTEGER),
                                                 DELAY, END};
static const struct shape_field cut_fields[] = {TYPE, REQUIRED("bytes", SHAPE_INTEGER), DELAY, END};
static const struct shape_field empty_fields[] = {TYPE, DELAY, END};
static const char *const moments[] = {"before", "middle", NULL};
static const struct shape_field reset_fields[] = {
    TYPE, {"when", SHAPE_CHOICE, 0, moments, NULL}, DELAY, EXECUTE, END};
static const struct shape_field silence_fields[] = {TYPE, OPTIONAL("limitSeconds", SHAPE_INTEGER),
                                                    DELAY, EXECUTE, END};

static const struct fault_action_row rows[] = {
    {"status", {status_fields}, false, false, fault_status_read, apply_status},
    {"respond", {respond_fields}, false, false, fault_respond_read, apply_respond},
    {"delay", {delay_fields}, true, false, read_nothing, apply_nothing},
    {"slowBody", {rate_fields}, true, true, read_rate, apply_rate},
    {"truncate", {cut_fields}, true, false, read_cut, apply_cut},
    {"emptyBody", {empty_fields}, true, false, read_nothing, apply_empty},
    {"reset", {reset_fields}, false, false, read_reset, apply_reset},
    {"noAnswer", {silence_fields}, false, true, read_silence, apply_silence},
};

static const struct shape_field range_fields[] = {REQUIRED("min", SHAPE_INTEGER),
                                                  REQUIRED("max", SHAPE_INTEGER), END};
static const struct shape range = {range_fields};

static bool read_range(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    if (!shape_check(&range, object, problems) ||
        !member_number(object, "min", 0, FAULT_DELAY_MAX_MS, &action->least_delay, problems) ||
        !member_number(object, "max", 0, FAULT_DELAY_MAX_MS, &action->most_delay, problems))
        return false;
    if (action->least_delay <= action->most_delay)
        return true;
    member_problem(problems, "max", "must not be less than min");
    return false;
}

static bool read_delay(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    const cJSON *delay = cJSON_GetObjectItemCaseSensitive(object, "delayMs");
    if (!cJSON_IsObject(delay)) {
        bool good =
            member_number(object, "delayMs", 0, FAULT_DELAY_MAX_MS, &action->least_delay, problems);
        action->most_delay = action->least_delay;
        return good;
    }
    size_t mark = problems_enter_member(problems, "delayMs");
    bool good = read_range(action, delay, problems);
    problems_leave(problems, mark);
    return good;
}

/* NULL: there is no such type, and a problem was added. */
static const struct fault_action_row *find(const cJSON *object, struct problems *problems)
{
    enum { COUNT = sizeof rows / sizeof rows[0] };
    const char *type = member_text(object, "type");
    struct buffer what = {0};
    buffer_append_text(&what, "must be one of");
    for (size_t i = 0; i < COUNT; i++) {
        if (type != NULL && strcmp(type, rows[i].name) == 0) {
            buffer_free(&what);
            return &rows[i];
        }
        buffer_append_format(&what, "%s %s", i > 0 ? "," : "", rows[i].name);
    }
    if (what.failed)
        problems_no_memory(problems);
    else
        member_problem(problems, "type", what.data);
    buffer_free(&what);
    return NULL;
}

bool fault_action_read(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    *action = (struct fault_action){.row = find(object, problems)};
    if (action->row == NULL || !shape_check(&action->row->shape, object, problems))
        return false;
    const cJSON *execute = cJSON_GetObjectItemCaseSensitive(object, "execute");
    action->executes = execute != NULL ? cJSON_IsTrue(execute) : action->row->executes;
    bool good = read_delay(action, object, problems);
    good = action->row->read(action, object, problems) && good;
    if (good && (action->text.failed || action->headers.failed || action->body.failed)) {
        problems_no_memory(problems);
        good = false;
    }
    return good;
}

void fault_action_free(struct fault_action *action)
{
    buffer_free(&action->text);
    buffer_free(&action->headers);
    buffer_free(&action->body);
}

bool fault_action_waits(const struct fault_action *action)
{
    return action->row->waits;
}

void fault_action_apply(const struct fault_action *action, struct http_response *response,
                        struct delivery *delivery)
{
    action->row->apply(action, response, delivery);
}
