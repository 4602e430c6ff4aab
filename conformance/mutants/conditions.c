#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "changes.h"
#include "parameter.h"
#include "snaptrade/uuid.h"

enum {
    VERSION_DIGIT = 14,
    MOST_DIGITS = 12,
    FOUR_MINUTES = 240,
    FIVE_MINUTES = 300,
    TEN_MINUTES = 600
};

bool is_signed(struct visit *visit)
{
    return visit->rule[0] != '\0';
}

bool has_no_signature(struct visit *visit)
{
    return headers_count(&visit->received.headers, "Signature") == 0;
}

bool path_is_bare(struct visit *visit)
{
    return strncmp(visit->received.path, "/api/v1", strlen("/api/v1")) != 0;
}

bool header_is_lower_case(struct visit *visit)
{
    const struct headers *headers = &visit->received.headers;
    for (size_t i = 0; i < headers->count; i++)
        if (strcmp(headers->items[i].name, "signature") == 0)
            return true;
    return false;
}

bool timestamp_is_long(struct visit *visit)
{
    const char *text = parameter_text(&visit->scratch, visit->received.query, "timestamp");
    return text != NULL && strlen(text) > MOST_DIGITS && text[strspn(text, "0123456789")] == '\0';
}

/* How many seconds it is off; -1: it is not there. */
static long long timestamp_distance(struct visit *visit)
{
    const char *text = parameter_text(&visit->scratch, visit->received.query, "timestamp");
    return text != NULL ? llabs(strtoll(text, NULL, 10) - (long long)time(NULL)) : -1;
}

bool timestamp_is_old(struct visit *visit)
{
    long long distance = timestamp_distance(visit);
    return distance >= FOUR_MINUTES && distance <= FIVE_MINUTES;
}

bool timestamp_is_stale(struct visit *visit)
{
    long long distance = timestamp_distance(visit);
    return distance > FIVE_MINUTES && distance <= TEN_MINUTES;
}

bool partner_is_unknown(struct visit *visit)
{
    return key_of(visit->credentials, &visit->scratch, &visit->received) == NULL;
}

bool timestamp_comes_first(struct visit *visit)
{
    const char *query = visit->received.query;
    return query != NULL && strncmp(query, "timestamp=", strlen("timestamp=")) == 0;
}

bool user_is_known(struct visit *visit)
{
    struct user user;
    return visit_user(visit, NULL, &user);
}

static bool is_empty(struct visit *visit, const char *name)
{
    const char *value = parameter_get(&visit->scratch, visit->received.query, name);
    return value != NULL && *value == '\0';
}

bool user_is_unknown(struct visit *visit)
{
    const char *id = parameter_text(&visit->scratch, visit->received.query, "userId");
    return id != NULL && *id != '\0' && !user_is_known(visit);
}

bool user_parameter_is_empty(struct visit *visit)
{
    return is_empty(visit, "userId") || is_empty(visit, "userSecret");
}

static bool id_is_uuid(const struct visit *visit)
{
    struct snaptrade_uuid uuid;
    return snaptrade_uuid_parse(visit->id, strlen(visit->id), &uuid);
}

bool id_is_no_uuid(struct visit *visit)
{
    return *visit->id != '\0' && !id_is_uuid(visit);
}

bool id_is_of_another_version(struct visit *visit)
{
    return id_is_uuid(visit) && visit->id[VERSION_DIGIT] != '4';
}

bool id_has_capitals(struct visit *visit)
{
    return id_is_uuid(visit) && strpbrk(visit->id, "ABCDEF") != NULL;
}

bool has_body(struct visit *visit)
{
    return visit->received.body_length > 0;
}

bool body_is_no_json(struct visit *visit)
{
    cJSON *json = cJSON_Parse(visit->received.body);
    bool is_json = json != NULL;
    cJSON_Delete(json);
    return has_body(visit) && !is_json;
}

bool list_is_empty(struct visit *visit)
{
    return visit->answer.status == 200 && strcmp(visit->answer.body, "[]") == 0;
}

bool is_limited(struct visit *visit)
{
    const char *limit = headers_get(&visit->answer.headers, "X-RateLimit-Limit");
    return limit != NULL && strcmp(limit, "4") == 0;
}

bool limit_is_spent(struct visit *visit)
{
    const char *left = headers_get(&visit->answer.headers, "X-RateLimit-Remaining");
    return is_limited(visit) && left != NULL && strcmp(left, "0") == 0;
}
