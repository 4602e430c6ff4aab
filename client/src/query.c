#include "query.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void query_add(struct query *query, const char *name, const char *value)
{
    if (value == NULL || query->failed)
        return;
    /* Its length of 0 means strlen(). */
    char *escaped = curl_easy_escape(NULL, value, 0);
    size_t used = query->text != NULL ? strlen(query->text) : 0;
    char *text = NULL;
    if (escaped != NULL) {
        size_t size = used + strlen(name) + strlen(escaped) + sizeof "&=";
        text = realloc(query->text, size);
        if (text != NULL)
            snprintf(text + used, size - used, "%s%s=%s", used > 0 ? "&" : "", name, escaped);
    }
    curl_free(escaped);
    if (text == NULL)
        query->failed = true;
    else
        query->text = text;
}

void query_free(struct query *query)
{
    free(query->text);
    *query = (struct query){0};
}
