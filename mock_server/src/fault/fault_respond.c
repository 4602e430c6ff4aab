#include "fault_respond.h"

#include <strings.h>

#include "../state/member.h"
#include "base64.h"

enum { LEAST_STATUS = 100, MOST_STATUS = 999 };

static bool is_token(const char *text)
{
    static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *text != '\0' && text[strspn(text, allowed)] == '\0';
}

static bool is_field_value(const char *text)
{
    while (*text == '\t' || ((unsigned char)*text >= 0x20 && *text != 0x7F))
        text++;
    return *text == '\0';
}

static void note_framing(struct head_given *given, const char *name)
{
    given->has_date = given->has_date || strcasecmp(name, "Date") == 0;
    given->has_connection = given->has_connection || strcasecmp(name, "Connection") == 0;
    given->has_length = given->has_length || strcasecmp(name, "Content-Length") == 0 ||
                        strcasecmp(name, "Transfer-Encoding") == 0;
}

static void add_header(struct fault_action *action, const char *name, const cJSON *value,
                       struct problems *problems)
{
    if (!cJSON_IsString(value)) {
        problems_add(problems, "must be a string, or an array of strings");
    } else if (!is_field_value(value->valuestring)) {
        problems_add(problems, "must have no line breaks or other control characters");
    } else {
        buffer_append_text(&action->headers, name);
        buffer_append_text(&action->headers, ": ");
        buffer_append_text(&action->headers, value->valuestring);
        buffer_append_text(&action->headers, "\r\n");
    }
}

/* One header, or those of one name. */
static void read_header(struct fault_action *action, const cJSON *member, struct problems *problems)
{
    const cJSON *value;
    size_t index = 0;
    if (!is_token(member->string))
        problems_add(problems, "is no name of a header");
    note_framing(&action->given, member->string);
    if (!cJSON_IsArray(member)) {
        add_header(action, member->string, member, problems);
        return;
    }
    cJSON_ArrayForEach(value, member)
    {
        size_t mark = problems_enter_element(problems, index++);
        add_header(action, member->string, value, problems);
        problems_leave(problems, mark);
    }
}

static void read_headers(struct fault_action *action, const cJSON *headers,
                         struct problems *problems)
{
    const cJSON *member;
    size_t outer = problems_enter_member(problems, "headers");
    buffer_append_text(&action->headers, "");
    cJSON_ArrayForEach(member, headers)
    {
        size_t mark = problems_enter_member(problems, member->string);
        read_header(action, member, problems);
        problems_leave(problems, mark);
    }
    if (action->headers.length > FAULT_HEADERS_MAX)
        problems_add(problems, "have more than 8192 bytes");
    problems_leave(problems, outer);
}

static void read_body(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    const char *text = member_text(object, "body"), *base64 = member_text(object, "bodyBase64");
    const char *name = base64 != NULL ? "bodyBase64" : "body";
    if (text != NULL && base64 != NULL)
        member_problem(problems, name, "excludes body");
    else if (text != NULL)
        buffer_append_text(&action->body, text);
    else if (base64 != NULL && !base64_read(base64, &action->body))
        member_problem(problems, name, "must be base64, with padding and without line breaks");
    if (action->body.length > FAULT_BODY_MAX)
        member_problem(problems, name, "has more than 65536 bytes");
}

bool fault_respond_read(struct fault_action *action, const cJSON *object, struct problems *problems)
{
    size_t before = problems->count;
    int64_t status = 0;
    if (member_number(object, "status", LEAST_STATUS, MOST_STATUS, &status, problems))
        action->status = (int)status;
    read_headers(action, cJSON_GetObjectItemCaseSensitive(object, "headers"), problems);
    read_body(action, object, problems);
    action->given.lines = action->headers.data;
    return problems->count == before;
}
