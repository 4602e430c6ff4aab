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

const char *sent_header(const cJSON *entry, const char *name)
{
    const cJSON *header;
    cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(entry, "headers"))
    {
        if (strcasecmp(sent_text(header, "name"), name) == 0)
            return sent_text(header, "value");
    }
    return "";
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

/* Words that the segments of a path hold; "*": any, but none that is empty; NULL: none. */
static const struct {
    const char *segments[3], *call;
} paths[] = {
    {{"sessionEvent", NULL, NULL}, "session_events"},
    {{"authorization", NULL, NULL}, "list_brokerage_authorizations"},
    {{"authorization", "*", NULL}, "detail_brokerage_authorization"},
    {{"authorization", "*", "refresh"}, "refresh_brokerage_authorization"},
    {{"authorization", "*", "disable"}, "disable_brokerage_authorization"},
    {{"snapTrade", "register", NULL}, "register_snap_trade_user"},
    {{"snapTrade", "listUsers", NULL}, "list_snap_trade_users"},
    {{"snapTrade", "delete", NULL}, "delete_snap_trade_user"},
    {{"snapTrade", "reset", NULL}, "reset_snap_trade_user_secret"},
    {{"snapTrade", "login", NULL}, "login_snap_trade_user"},
    {{"account", NULL, NULL}, "list_user_accounts"},
    {{"account", "*", NULL}, "get_user_account_details"},
    {{"account", "*", "balance"}, "get_user_account_balance"},
};

static bool matches(const char *path, const char *const segments[3])
{
    for (size_t i = 0; i < 3; i++) {
        path += *path == '/';
        size_t length = strcspn(path, "/?");
        const char *word = segments[i];
        bool good = word == NULL             ? length == 0
                    : strcmp(word, "*") == 0 ? length > 0
                                             : holds(path, length, word);
        if (!good)
            return false;
        path += length;
    }
    return *path != '/';
}

/* By the words in its path, so that a wrong path, a slash too many and a wrong method are still of
 * some call. */
const char *sent_call(const cJSON *entry)
{
    const char *path = sent_target(entry) + (sent_with_prefix(entry) ? sizeof prefix - 1 : 0);
    bool removes = strcmp(sent_text(entry, "method"), "DELETE") == 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (!matches(path, paths[i].segments))
            continue;
        bool of_one = holds(paths[i].call, strlen(paths[i].call), "_brokerage_authorization");
        return removes && of_one && paths[i].segments[2] == NULL ? "remove_brokerage_authorization"
                                                                 : paths[i].call;
    }
    return NULL;
}
