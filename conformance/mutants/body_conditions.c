/* How the body of a request was signed. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "snaptrade/content.h"

static bool is_post(const struct visit *visit)
{
    return strcmp(visit->received.method, "POST") == 0;
}

bool has_no_body(struct visit *visit)
{
    return is_post(visit) && visit->received.body_length == 0;
}

/* Whether the request as it came was signed with that content; NULL: null. */
static bool is_signed_with(struct visit *visit, const char *content)
{
    const struct request *request = &visit->received;
    const char *sent = headers_get(&request->headers, "Signature");
    const char *key = key_of(visit->credentials, &visit->scratch, request);
    const struct snaptrade_signed_request signing = {request->path, request->query, content};
    char signature[SNAPTRADE_SIGNATURE_SIZE];
    return sent != NULL && key != NULL && snaptrade_sign(key, &signing, signature) &&
           strcmp(sent, signature) == 0;
}

static bool is_signed_in(struct visit *visit, enum snaptrade_content_form form)
{
    char *content = is_post(visit) ? snaptrade_content(visit->received.body, form) : NULL;
    bool matches = content != NULL && is_signed_with(visit, content);
    free(content);
    return matches;
}

bool signed_as_sent(struct visit *visit)
{
    return is_signed_in(visit, SNAPTRADE_CONTENT_AS_SENT) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_SORTED) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_TOP);
}

bool signed_sorted(struct visit *visit)
{
    return is_signed_in(visit, SNAPTRADE_CONTENT_SORTED) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_AS_SENT) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_SORTED_ASCII) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_TOP);
}

bool signed_in_ascii(struct visit *visit)
{
    return is_signed_in(visit, SNAPTRADE_CONTENT_SORTED_ASCII) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_SORTED);
}

bool signed_top_sorted(struct visit *visit)
{
    return is_signed_in(visit, SNAPTRADE_CONTENT_TOP) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_AS_SENT) &&
           !is_signed_in(visit, SNAPTRADE_CONTENT_SORTED);
}

bool signed_escaped_otherwise(struct visit *visit)
{
    const char *body = visit->received.body;
    bool escaped = body != NULL && strstr(body, "\\u") != NULL;
    return is_signed_in(visit,
                        escaped ? SNAPTRADE_CONTENT_SORTED : SNAPTRADE_CONTENT_SORTED_ASCII) &&
           !is_signed_in(visit,
                         escaped ? SNAPTRADE_CONTENT_SORTED_ASCII : SNAPTRADE_CONTENT_SORTED);
}

bool signed_without_body(struct visit *visit)
{
    return is_post(visit) && visit->received.body_length > 0 && is_signed_with(visit, NULL);
}

bool signed_as_empty(struct visit *visit)
{
    return is_post(visit) && is_signed_with(visit, "{}");
}

static bool is_signed_printed(struct visit *visit, cJSON *json)
{
    char *text = json != NULL ? cJSON_PrintUnformatted(json) : NULL;
    bool matches = text != NULL && is_signed_with(visit, text);
    cJSON_free(text);
    cJSON_Delete(json);
    return matches && visit->rule[0] == '\0';
}

bool signed_reprinted(struct visit *visit)
{
    return is_signed_printed(visit, is_post(visit) ? cJSON_Parse(visit->received.body) : NULL);
}

bool signed_user_id_only(struct visit *visit)
{
    cJSON *json = is_post(visit) ? cJSON_Parse(visit->received.body) : NULL;
    cJSON *id = cJSON_DetachItemFromObjectCaseSensitive(json, "userId");
    cJSON_Delete(json);
    if (id == NULL)
        return false;
    cJSON *only = cJSON_CreateObject();
    cJSON_AddItemToObject(only, "userId", id);
    return is_signed_printed(visit, only);
}
