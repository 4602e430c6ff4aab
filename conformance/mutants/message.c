#include "message.h"

#include <string.h>
#include <strings.h>

static struct header *find(struct headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (strcasecmp(headers->items[i].name, name) == 0)
            return &headers->items[i];
    return NULL;
}

const char *headers_get(const struct headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (strcasecmp(headers->items[i].name, name) == 0)
            return headers->items[i].value;
    return NULL;
}

size_t headers_count(const struct headers *headers, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < headers->count; i++)
        count += strcasecmp(headers->items[i].name, name) == 0;
    return count;
}

void headers_add(struct headers *headers, const char *name, const char *value)
{
    if (headers->count < MOST_HEADERS)
        headers->items[headers->count++] = (struct header){name, value};
}

void headers_drop(struct headers *headers, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < headers->count; i++)
        if (strcasecmp(headers->items[i].name, name) != 0)
            headers->items[kept++] = headers->items[i];
    headers->count = kept;
}

void headers_set(struct headers *headers, const char *name, const char *value)
{
    struct header *first = find(headers, name);
    size_t kept = first != NULL ? (size_t)(first - headers->items) + 1 : 0;
    if (first == NULL) {
        headers_add(headers, name, value);
        return;
    }
    first->value = value;
    for (size_t i = kept; i < headers->count; i++)
        if (strcasecmp(headers->items[i].name, name) != 0)
            headers->items[kept++] = headers->items[i];
    headers->count = kept;
}

void answer_set_status(struct answer *answer, int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {201, "Created"},
                   {204, "No Content"},
                   {301, "Moved Permanently"},
                   {400, "Bad Request"},
                   {401, "Unauthorized"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {406, "Not Acceptable"},
                   {409, "Conflict"},
                   {410, "Gone"},
                   {413, "Content Too Large"},
                   {415, "Unsupported Media Type"},
                   {500, "Internal Server Error"},
                   {503, "Service Unavailable"}};
    answer->status = status;
    answer->reason = "Unknown";
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            answer->reason = reasons[i].reason;
}
