#include "account_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../state/rfc3339.h"
#include "account_part.h"
#include "answer.h"
#include "number_parameter.h"

enum { DATE_LENGTH = 10, MOST_OFFSET = 1000000000, MOST_PAGE = 1000 };

struct activity_filter {
    char from[DATE_LENGTH + 1], to[DATE_LENGTH + 1]; /* "2024-08-20"; "": no such bound */
    const char *types;                               /* NULL: all */
    unsigned offset, limit;
};

struct activity {
    cJSON *json;
    const char *date; /* "": it has none */
    size_t place;     /* in the fixture */
};

/* "2024-08-20", or a time of that day. */
static bool read_date(struct context *context, enum query_name name, char date[DATE_LENGTH + 1])
{
    const char *text = context->query.values[name];
    char whole[sizeof "2024-08-20T00:00:00Z"];
    int64_t time;
    date[0] = '\0';
    if (text == NULL)
        return true;
    context->argument = query_name_text(name);
    snprintf(whole, sizeof whole, "%.*sT00:00:00Z", DATE_LENGTH, text);
    if (strlen(text) < DATE_LENGTH || !rfc3339_parse(whole, strlen(whole), &time) ||
        (text[DATE_LENGTH] != '\0' && !rfc3339_parse(text, strlen(text), &time)))
        return false;
    memcpy(date, text, DATE_LENGTH);
    date[DATE_LENGTH] = '\0';
    return true;
}

static bool read_filter(struct context *context, struct activity_filter *filter)
{
    filter->offset = 0;
    filter->limit = MOST_PAGE;
    filter->types = context->query.values[QUERY_TYPE];
    return read_date(context, QUERY_START_DATE, filter->from) &&
           read_date(context, QUERY_END_DATE, filter->to) &&
           number_parameter(context, QUERY_OFFSET, 0, MOST_OFFSET, &filter->offset) &&
           number_parameter(context, QUERY_LIMIT, 1, MOST_PAGE, &filter->limit);
}

static bool has_item(const char *list, const char *item)
{
    size_t length = strlen(item);
    while (*list != '\0') {
        size_t next = strcspn(list, ",");
        if (next == length && strncmp(list, item, length) == 0)
            return true;
        list += next + (list[next] == ',' ? 1 : 0);
    }
    return false;
}

static const char *text_of(const cJSON *object, const char *member)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, member));
    return text != NULL ? text : "";
}

static bool shows(const struct activity_filter *filter, const struct activity *activity)
{
    bool dated = filter->from[0] != '\0' || filter->to[0] != '\0';
    if (dated && activity->date[0] == '\0')
        return false;
    if (filter->from[0] != '\0' && strncmp(activity->date, filter->from, DATE_LENGTH) < 0)
        return false;
    if (filter->to[0] != '\0' && strncmp(activity->date, filter->to, DATE_LENGTH) > 0)
        return false;
    return filter->types == NULL || has_item(filter->types, text_of(activity->json, "type"));
}

static int by_date(const void *left, const void *right)
{
    const struct activity *one = left, *other = right;
    int order = strcmp(other->date, one->date);
    return order != 0 ? order : (one->place > other->place) - (one->place < other->place);
}

/* Takes the activities that are shown out of `all`, newest first. NULL: no memory. */
static struct activity *sort(cJSON *all, const struct activity_filter *filter, size_t *count)
{
    struct activity *found = calloc((size_t)cJSON_GetArraySize(all) + 1, sizeof *found);
    size_t place = 0;
    cJSON *json;
    *count = 0;
    if (found == NULL)
        return NULL;
    cJSON_ArrayForEach(json, all)
    {
        const struct activity activity = {json, text_of(json, "trade_date"), place++};
        if (shows(filter, &activity))
            found[(*count)++] = activity;
    }
    qsort(found, *count, sizeof *found, by_date);
    return found;
}

enum api_error account_activities(struct context *context, struct http_response *response)
{
    struct activity_filter filter;
    cJSON *all = NULL;
    size_t count;
    if (!read_filter(context, &filter))
        return API_BAD_PARAMETER;
    enum api_error error = account_parse(context, STORE_ACTIVITIES, &all);
    if (error != API_OK)
        return error;
    struct activity *found = sort(all, &filter, &count);
    if (found != NULL) {
        cJSON *answer = cJSON_CreateObject();
        cJSON *data = cJSON_AddArrayToObject(answer, "data");
        for (size_t i = filter.offset;
             data != NULL && i < count && i - filter.offset < filter.limit; i++)
            cJSON_AddItemToArray(data, cJSON_DetachItemViaPointer(all, found[i].json));
        cJSON *pagination = cJSON_AddObjectToObject(answer, "pagination");
        cJSON_AddNumberToObject(pagination, "offset", filter.offset);
        cJSON_AddNumberToObject(pagination, "limit", filter.limit);
        cJSON_AddNumberToObject(pagination, "total", (double)count);
        answer_json(answer, response);
    }
    bool good = found != NULL;
    free(found);
    cJSON_Delete(all);
    return good ? API_OK : API_NO_MEMORY;
}
