#include "content_secrets.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "content_inside.h"
#include "json_text.h"
#include "snaptrade/mask.h"

/* Unless it is there already. */
static bool add(struct content_secrets *secrets, const char *text, unsigned escapes)
{
    const struct json_text read = json_text_read(text);
    char *value = malloc(json_text_room(&read, escapes) + 1);
    char *end = value != NULL ? json_text_append(value, &read, escapes) : NULL;
    if (end != NULL)
        *end = '\0';
    for (size_t i = 0; end != NULL && i < secrets->count; i++)
        if (strcmp(secrets->values[i], value) == 0)
            end = NULL;
    if (end != NULL && secrets->count < CONTENT_MOST_SECRETS)
        secrets->values[secrets->count++] = value;
    else
        free(value);
    return value != NULL;
}

static bool add_secrets(struct content_secrets *secrets, const cJSON *item)
{
    const cJSON *child;
    cJSON_ArrayForEach(child, item)
    {
        const char *text = cJSON_GetStringValue(child);
        bool secret = text != NULL && child->string != NULL &&
                      snaptrade_is_secret_name(child->string, strlen(child->string));
        if (secret && !(add(secrets, text, JSON_WRITTEN) && add(secrets, text, JSON_UTF8) &&
                        add(secrets, text, JSON_ASCII)))
            return false;
        if (!add_secrets(secrets, child))
            return false;
    }
    return true;
}

bool content_secrets_read(const char *body, struct content_secrets *secrets)
{
    bool failed = false;
    cJSON *tree = body != NULL ? content_parse(body, true, &failed) : NULL;
    secrets->count = 0;
    bool done = add_secrets(secrets, tree);
    cJSON_Delete(tree);
    return done && !failed;
}

void content_secrets_free(struct content_secrets *secrets)
{
    for (size_t i = 0; i < secrets->count; i++) {
        explicit_bzero(secrets->values[i], strlen(secrets->values[i]));
        free(secrets->values[i]);
    }
    secrets->count = 0;
}
