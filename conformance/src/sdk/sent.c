#include "sent.h"

#include <string.h>
#include <strings.h>

static const char prefix[] = "/api/v1";

const char *sent_text(const cJSON *entry, const char *name)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, name));
    return value != NULL ? value : "";
}

const char *sent_target(const cJSON *entry)
{
    return sent_text(entry, "target");
}

bool sent_with_prefix(const cJSON *entry)
{
    const char *target = sent_target(entry);
    size_t length = sizeof prefix - 1;
    return strncmp(target, prefix, length) == 0 && target[length] == '/';
}

char *sent_parameter(const cJSON *entry, const char *name, int *count)
{
    const char *query = strchr(sent_target(entry), '?');
    size_t length = strlen(name);
    char *value = NULL;
    *count = 0;
    for (const char *at = query != NULL ? query + 1 : ""; *at != '\0';) {
        size_t end = strcspn(at, "&");
        if (end > length && strncmp(at, name, length) == 0 && at[length] == '=') {
            if (value == NULL)
                value = strndup(at + length + 1, end - length - 1);
            *count += 1;
        }
        at += end + (at[end] == '&');
    }
    return value;
}

int sent_headers(const cJSON *entry, const char *name)
{
    int count = 0;
    const cJSON *header;
    cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(entry, "headers"))
    {
        count += strcasecmp(sent_text(header, "name"), name) == 0;
    }
    return count;
}

/* The first `length` bytes of `text` hold `word`, in whatever case. */
static bool holds(const char *text, size_t length, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i + size <= length; i++)
        if (strncasecmp(text + i, word, size) == 0)
            return true;
    return false;
}

/* By the word in its path, so that a wrong path, a slash too many and a wrong method are still of
 * some call. Behind the id there are calls that are none of ours. */
const char *sent_call(const cJSON *entry)
{
    const char *path = sent_target(entry) + (sent_with_prefix(entry) ? sizeof prefix - 1 : 0);
    size_t whole = strcspn(path, "?"), first = *path == '/' ? 1 + strcspn(path + 1, "/?") : 0;
    size_t id = first < whole ? strcspn(path + first + 1, "/?") : 0, behind = first + 1 + id;
    bool removes = strcmp(sent_text(entry, "method"), "DELETE") == 0;
    if (holds(path, first, "sessionEvent"))
        return "session_events";
    if (!holds(path, first, "authorization") || (id > 0 && behind + 1 < whole))
        return NULL;
    return removes  ? "remove_brokerage_authorization"
           : id > 0 ? "detail_brokerage_authorization"
                    : "list_brokerage_authorizations";
}
