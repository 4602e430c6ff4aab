#include "response.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void drop_head(struct snaptrade_response *response)
{
    for (size_t i = 0; i < response->header_count; i++) {
        free(response->headers[i].name);
        free(response->headers[i].value);
    }
    free(response->headers);
    free(response->reason);
    response->headers = NULL;
    response->header_count = 0;
    response->reason = NULL;
}

void snaptrade_response_free(struct snaptrade_response *response)
{
    drop_head(response);
    free(response->body);
    free(response->detail);
    free(response->code);
    *response = (struct snaptrade_response){0};
}

bool response_start(struct snaptrade_response *response, const char *line, size_t length)
{
    const char *end = line + length;
    drop_head(response);
    const char *space = memchr(line, ' ', length);
    space = space != NULL ? memchr(space + 1, ' ', (size_t)(end - space - 1)) : NULL;
    const char *reason = space != NULL ? space + 1 : end;
    response->reason = strndup(reason, (size_t)(end - reason));
    return response->reason != NULL;
}

bool response_add_header(struct snaptrade_response *response, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length), *end = line + length;
    if (colon == NULL || colon == line)
        return true;
    const char *value = colon + 1;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    struct snaptrade_header *headers =
        realloc(response->headers, (response->header_count + 1) * sizeof *headers);
    if (headers == NULL)
        return false;
    response->headers = headers;
    struct snaptrade_header *header = &headers[response->header_count];
    header->name = strndup(line, (size_t)(colon - line));
    header->value = strndup(value, (size_t)(end - value));
    if (header->name != NULL && header->value != NULL) {
        response->header_count++;
        return true;
    }
    free(header->name);
    free(header->value);
    return false;
}

const char *snaptrade_response_header(const struct snaptrade_response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (strcasecmp(response->headers[i].name, name) == 0)
            return response->headers[i].value;
    return NULL;
}

bool response_add_body(struct snaptrade_response *response, const char *bytes, size_t length)
{
    /* The size doubles: room is made whenever the length passes a power of two. */
    size_t used = response->body != NULL ? response->body_length + 1 : 0;
    size_t room = 1, needed = response->body_length + length + 1;
    while (room < used)
        room *= 2;
    if (response->body == NULL || needed > room) {
        while (room < needed)
            room *= 2;
        char *body = realloc(response->body, room);
        if (body == NULL)
            return false;
        response->body = body;
    }
    if (length > 0)
        memcpy(response->body + response->body_length, bytes, length);
    response->body_length += length;
    response->body[response->body_length] = '\0';
    return true;
}

bool response_is_success(int status)
{
    return status >= 200 && status <= 299;
}

bool response_fail(struct snaptrade_response *response, enum snaptrade_error error,
                   const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    response->error = error;
    vsnprintf(response->message, sizeof response->message, format, arguments);
    va_end(arguments);
    for (char *p = response->message; *p != '\0'; p++)
        if (iscntrl((unsigned char)*p)) /* the other side may have had a word in it */
            *p = ' ';
    return false;
}

/* A copy of a text member, or of a whole number as text: early error bodies have such codes. */
static char *copy_member(const cJSON *body, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(body, name);
    if (cJSON_IsString(member))
        return strdup(member->valuestring);
    if (!cJSON_IsNumber(member))
        return NULL;
    char number[32];
    snprintf(number, sizeof number, "%.0f", member->valuedouble);
    return strdup(number);
}

void response_set_api_error(struct snaptrade_response *response)
{
    cJSON *body = cJSON_ParseWithLength(response->body, response->body_length);
    if (cJSON_IsObject(body)) {
        response->detail = copy_member(body, "detail");
        response->code = copy_member(body, "code");
    }
    cJSON_Delete(body);
    const char *code = response->code;
    response_fail(response, SNAPTRADE_ERROR_API, "%d %s%s%s%s%s%s", response->status,
                  response->reason, response->detail != NULL ? ": " : "",
                  response->detail != NULL ? response->detail : "", code != NULL ? " (code " : "",
                  code != NULL ? code : "", code != NULL ? ")" : "");
}
