#include "account_lists.h"

#include <string.h>

#include "../state/rfc3339.h"
#include "account_part.h"
#include "answer.h"
#include "number_parameter.h"

enum { MOST_DAYS = 90 };
static const int64_t day = INT64_C(86400) * 1000000;

/* Which orders a `state` shows, by their status; no list: all. */
static const struct order_state {
    const char *name;
    const char *const *statuses;
} states[] = {
    {"all", NULL},
    {"open", (const char *const[]){"PENDING", "ACCEPTED", "PARTIAL", "CANCEL_PENDING",
                                   "REPLACE_PENDING", "QUEUED", "TRIGGERED", "ACTIVATED",
                                   "PENDING_RISK_REVIEW", "CONTINGENT_ORDER", NULL}},
    {"executed", (const char *const[]){"EXECUTED", NULL}},
};

struct order_filter {
    const struct order_state *state;
    int64_t since;
};

static bool is_one_of(const char *text, const char *const *list)
{
    for (; text != NULL && *list != NULL; list++)
        if (strcmp(text, *list) == 0)
            return true;
    return false;
}

static const char *text_of(const cJSON *object, const char *member)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, member));
}

static bool shows(const struct order_filter *filter, const cJSON *order)
{
    int64_t placed = 0;
    const char *date = text_of(order, "time_placed");
    if (filter->state->statuses != NULL &&
        !is_one_of(text_of(order, "status"), filter->state->statuses))
        return false;
    if (date != NULL)
        rfc3339_parse(date, strlen(date), &placed);
    return placed >= filter->since;
}

static enum api_error read_filter(struct context *context, struct order_filter *filter)
{
    const char *state = context->query.values[QUERY_STATE];
    unsigned days = 0;
    filter->state = states;
    if (!number_parameter(context, QUERY_DAYS, 1, MOST_DAYS, &days))
        return API_BAD_PARAMETER;
    filter->since = days > 0 ? answer_time(context) - days * day : 0;
    if (state == NULL)
        return API_OK;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        filter->state = &states[i];
        if (strcmp(state, states[i].name) == 0)
            return API_OK;
    }
    context->argument = query_name_text(QUERY_STATE);
    return API_BAD_PARAMETER;
}

enum api_error account_orders(struct context *context, struct http_response *response)
{
    struct order_filter filter;
    cJSON *orders = NULL;
    enum api_error error = read_filter(context, &filter);
    if (error == API_OK)
        error = account_parse(context, STORE_ORDERS, &orders);
    if (error != API_OK)
        return error;
    cJSON *order = orders->child;
    while (order != NULL) {
        cJSON *next = order->next;
        if (!shows(&filter, order))
            cJSON_Delete(cJSON_DetachItemViaPointer(orders, order));
        order = next;
    }
    answer_json(orders, response);
    return API_OK;
}
