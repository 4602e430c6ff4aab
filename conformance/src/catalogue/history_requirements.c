/* GET /accounts/{accountId}/orders and /activities */
#include <string.h>

#include "../exchange/account_model.h"
#include "../exchange/expect.h"
#include "requirement.h"

/* Of John in the default fixtures: three activities and an order that was executed; an order that
 * is still open. */
#define FIRST_ACCOUNT "46d1d9af-3dd4-40f3-951b-c8cc9eddb5e7"
#define SECOND_ACCOUNT "0cab9e0c-7015-4b96-9819-e59f32cd0700"

static const struct answer *ask(const char *account, const char *what, const char *more)
{
    const struct answer *answer = send_call(
        &(struct call){.path = text("/accounts/%s/%s", account, what), .as = &john, .more = more});
    if (answer->status == 404 && !target()->spawned)
        unjudged("the accounts of the default fixtures are gone");
    return answer;
}

static const cJSON *orders(const char *account, const char *more)
{
    return expect_array(ask(account, "orders", more));
}

static const cJSON *activities(const char *more)
{
    const cJSON *object = expect_object(ask(FIRST_ACCOUNT, "activities", more));
    expect_model(object, &activities_model);
    return object;
}

static const cJSON *data_of(const cJSON *object)
{
    return cJSON_GetObjectItemCaseSensitive(object, "data");
}

static long number_of(const cJSON *object, const char *name)
{
    const cJSON *pagination = cJSON_GetObjectItemCaseSensitive(object, "pagination");
    return (long)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(pagination, name));
}

/* Each account's answer, until one has an item. */
static void each_account(const char *what, bool (*judge)(const struct answer *answer))
{
    bool any = false;
    const cJSON *account, *accounts = expect_items(send_get("/accounts"));
    cJSON_ArrayForEach(account, accounts)
    {
        any = judge(send_get(text("/accounts/%s/%s", required_text(account, "id"), what))) || any;
    }
    if (!any && !target()->spawned)
        unjudged(text("no account has any %s", what));
    expect_that(any, what, "some", "none");
}

static bool judge_orders(const struct answer *answer)
{
    const cJSON *order, *array = expect_array(answer);
    cJSON_ArrayForEach(order, array)
    {
        expect_order(order);
    }
    return items_of(array) > 0;
}

START_TEST(orders_are_records)
{
    each_account("orders", judge_orders);
}
END_TEST

START_TEST(a_state_picks_orders)
{
    static const struct {
        const char *account, *state;
        size_t count;
    } rows[] = {{FIRST_ACCOUNT, "executed", 1}, {FIRST_ACCOUNT, "open", 0},
                {FIRST_ACCOUNT, "all", 1},      {SECOND_ACCOUNT, "executed", 0},
                {SECOND_ACCOUNT, "open", 1},    {SECOND_ACCOUNT, "all", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cJSON *found = orders(rows[i].account, text("state=%s", rows[i].state));
        expect_count(text("orders with state=%s", rows[i].state), rows[i].count, items_of(found));
    }
}
END_TEST

START_TEST(days_leave_out_older_orders)
{
    expect_count("orders of the last day", 0, items_of(orders(FIRST_ACCOUNT, "days=1")));
    expect_count("orders of the last 90 days", 0, items_of(orders(FIRST_ACCOUNT, "days=90")));
}
END_TEST

START_TEST(bad_parameters_of_orders_are_refused)
{
    static const char *const names[] = {"state", "days", "days"};
    static const char *const values[] = {"some", "0", "x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        expect_error(ask(FIRST_ACCOUNT, "orders", text("%s=%s", names[i], values[i])), 400,
                     text("Query parameter \"%s\" is not valid.", names[i]), "0000");
}
END_TEST

static bool judge_activities(const struct answer *answer)
{
    const cJSON *object = expect_object(answer), *data = data_of(object);
    expect_model(object, &activities_model);
    expect_count("pagination.total", items_of(data), (size_t)number_of(object, "total"));
    expect_count("pagination.offset", 0, (size_t)number_of(object, "offset"));
    return items_of(data) > 0;
}

START_TEST(activities_are_data_and_pagination)
{
    each_account("activities", judge_activities);
}
END_TEST

static bool judge_order(const struct answer *answer)
{
    const cJSON *activity, *data = data_of(expect_object(answer));
    const char *before = NULL;
    cJSON_ArrayForEach(activity, data)
    {
        const char *date = member_text(activity, "trade_date");
        expect_that(before == NULL || date == NULL || strcmp(before, date) >= 0, "trade_date",
                    text("%s or before", before), date);
        before = date != NULL ? date : before;
    }
    return items_of(data) > 1;
}

START_TEST(the_newest_activity_comes_first)
{
    each_account("activities", judge_order);
}
END_TEST

START_TEST(offset_and_limit_make_pages)
{
    const cJSON *all = data_of(activities(NULL));
    expect_count("activities", 3, items_of(all));
    for (int offset = 0; offset <= 3; offset++) {
        const cJSON *page = activities(text("offset=%d&limit=2", offset)), *data = data_of(page);
        expect_count("activities of a page", offset < 2 ? 2 : (size_t)(3 - offset), items_of(data));
        if (offset < 3)
            expect_same("the first of the page", cJSON_GetArrayItem(all, offset), data->child);
        expect_between("pagination.offset", offset, offset, number_of(page, "offset"));
        expect_between("pagination.limit", 2, 2, number_of(page, "limit"));
        expect_between("pagination.total", 3, 3, number_of(page, "total"));
    }
}
END_TEST

static void expect_types(const char *more, const char *const types[2])
{
    const cJSON *found = activities(more), *data = data_of(found);
    size_t count = types[0] == NULL ? 0 : types[1] == NULL ? 1 : 2;
    expect_count(text("activities with %s", more), count, items_of(data));
    for (size_t i = 0; i < count; i++)
        expect_text("the type", types[i], member_text(cJSON_GetArrayItem(data, (int)i), "type"));
    expect_between("pagination.total", (long)count, (long)count, number_of(found, "total"));
}

START_TEST(a_type_picks_activities)
{
    expect_types("type=BUY", (const char *const[]){"BUY", NULL});
    expect_types("type=BUY%2CDIVIDEND", (const char *const[]){"DIVIDEND", "BUY"});
    expect_types("type=SELL", (const char *const[]){NULL, NULL});
}
END_TEST

START_TEST(dates_pick_activities)
{
    expect_types("startDate=2024-09-10", (const char *const[]){"DIVIDEND", "BUY"});
    expect_types("endDate=2024-09-10", (const char *const[]){"BUY", "CONTRIBUTION"});
    expect_types("startDate=2024-09-10&endDate=2024-09-10", (const char *const[]){"BUY", NULL});
    expect_types("startDate=2024-09-11&endDate=2024-12-30", (const char *const[]){NULL, NULL});
}
END_TEST

START_TEST(bad_parameters_of_activities_are_refused)
{
    static const char *const names[] = {"startDate", "endDate", "offset", "limit", "limit"};
    static const char *const values[] = {"yesterday", "2024-13-01", "-1", "0", "x"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        expect_error(ask(FIRST_ACCOUNT, "activities", text("%s=%s", names[i], values[i])), 400,
                     text("Query parameter \"%s\" is not valid.", names[i]), "0000");
}
END_TEST

static const struct requirement rows[] = {
    {"HISTORY-001", MUST, SPEC, "OpenAPI file, 2026-08: getUserAccountOrders, AccountOrderRecord",
     "model", NOTHING, NULL, &orders_are_records,
     "GET /accounts/{accountId}/orders answers 200 with an array of AccountOrderRecord, each of a "
     "known status; quantities and prices are strings, or numbers as before 2026."},
    {"HISTORY-002", MUST, SPEC, "OpenAPI file, 2026-08: getUserAccountOrders, state", "filter",
     DEFAULT_FIXTURES, NULL, &a_state_picks_orders,
     "state=open and state=executed pick orders by their status, state=all leaves out none."},
    {"HISTORY-003", MUST, SPEC, "OpenAPI file, 2026-08: getUserAccountOrders, days", "filter dates",
     DEFAULT_FIXTURES, NULL, &days_leave_out_older_orders,
     "days leaves out orders that were placed before as many days."},
    {"HISTORY-004", SHOULD, ASSUMED, "our choice", "filter", DEFAULT_FIXTURES, NULL,
     &bad_parameters_of_orders_are_refused,
     "An unknown state and days below 1: 400 Query parameter \"NAME\" is not valid."},
    {"HISTORY-005", MUST, SPEC,
     "OpenAPI file, 2026-08: getAccountActivities, PaginatedUniversalActivity", "model", NOTHING,
     NULL, &activities_are_data_and_pagination,
     "GET /accounts/{accountId}/activities answers 200 with data, an array of "
     "AccountUniversalActivity, and pagination."},
    {"HISTORY-006", MUST, SPEC, "OpenAPI file, 2026-08: getAccountActivities", "order dates",
     NOTHING, NULL, &the_newest_activity_comes_first,
     "Activities come newest first, by their trade_date."},
    {"HISTORY-007", MUST, SPEC, "OpenAPI file, 2026-08: getAccountActivities, offset and limit",
     "filter", DEFAULT_FIXTURES, NULL, &offset_and_limit_make_pages,
     "offset and limit make a page of the activities; pagination repeats them and tells the total "
     "of all pages."},
    {"HISTORY-008", MUST, SPEC, "OpenAPI file, 2026-08: getAccountActivities, type", "filter",
     DEFAULT_FIXTURES, NULL, &a_type_picks_activities,
     "type picks activities of one or several types, separated by commas, and the total counts "
     "those."},
    {"HISTORY-009", MUST, SPEC,
     "OpenAPI file, 2026-08: getAccountActivities, startDate and endDate", "filter dates",
     DEFAULT_FIXTURES, NULL, &dates_pick_activities,
     "startDate and endDate pick activities by trade_date, both days included."},
    {"HISTORY-010", SHOULD, ASSUMED, "our choice", "filter", DEFAULT_FIXTURES, NULL,
     &bad_parameters_of_activities_are_refused,
     "A startDate or endDate that is no date, a negative offset and a limit of 0: 400 Query "
     "parameter \"NAME\" is not valid."},
};
const struct area history_area =
    AREA("HISTORY", "GET /accounts/{accountId}/orders and /activities", rows);
