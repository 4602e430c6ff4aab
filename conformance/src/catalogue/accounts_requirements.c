/* GET /accounts, /accounts/{accountId} and what is below it, and the accounts of a connection */
#include <string.h>

#include "../exchange/account_model.h"
#include "../exchange/expect.h"
#include "requirement.h"

/* Accounts of second_user and of John in the default fixtures. */
#define SECOND_USERS_ACCOUNT "737586c2-68f2-4136-a841-24005ba57694"

static const char accounts_path[] = "/accounts";
static const char *const parts[] = {"",          "/balances", "/positions", "/positions/all",
                                    "/holdings", "/orders",   "/activities"};
enum { PARTS = sizeof parts / sizeof *parts };

static cJSON *all_accounts(void)
{
    return expect_items(send_get(accounts_path));
}

static const struct answer *part_of(const cJSON *account, const char *part)
{
    return send_get(text("/accounts/%s%s", required_text(account, "id"), part));
}

/* The items of that part of each account are of that model; at least one has some. */
static void expect_part(const char *part, const struct model *model)
{
    size_t count = 0;
    const cJSON *account, *item, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        const cJSON *array = expect_array(part_of(account, part));
        cJSON_ArrayForEach(item, array)
        {
            expect_model(item, model);
            count++;
        }
    }
    if (count == 0 && !target()->spawned)
        unjudged(text("no account has any %s", part + 1));
    expect_some(part + 1, 1, count);
}

START_TEST(it_answers_an_array_of_accounts)
{
    const cJSON *account, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        expect_account(account);
    }
}
END_TEST

START_TEST(what_java_reads_of_accounts_is_always_there)
{
    static const char *const names[] = {"name", "number", "status", "raw_type"};
    const cJSON *account, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            expect_that(cJSON_HasObjectItem(account, names[i]), names[i],
                        text("\"%s\", null or not", names[i]), json_text(account));
    }
}
END_TEST

START_TEST(only_the_users_own_accounts_are_listed)
{
    const struct answer *mine = send_call(&(struct call){.path = accounts_path, .as = &john});
    expect_items(mine);
    expect_listed(mine, SECOND_USERS_ACCOUNT, false);
    expect_listed(send_call(&(struct call){.path = accounts_path, .as = &second_user}),
                  SECOND_USERS_ACCOUNT, true);
}
END_TEST

START_TEST(a_user_without_connections_has_no_accounts)
{
    const struct answer *answer = send_call(&(struct call){.path = accounts_path, .as = &newcomer});
    expect_status(answer, 200);
    expect_body(answer, "[]");
}
END_TEST

START_TEST(a_connection_has_its_accounts_and_no_others)
{
    const cJSON *connection, *account, *accounts = all_accounts();
    const cJSON *connections = expect_items(send_get("/authorizations"));
    size_t count = 0;
    cJSON_ArrayForEach(connection, connections)
    {
        const char *id = required_text(connection, "id");
        const cJSON *own = expect_array(send_get(text("/authorizations/%s/accounts", id)));
        cJSON_ArrayForEach(account, own)
        {
            expect_text("brokerage_authorization", id,
                        member_text(account, "brokerage_authorization"));
            expect_account(account);
        }
        count += items_of(own);
    }
    expect_count("accounts of all connections", items_of(accounts), count);
}
END_TEST

START_TEST(an_unknown_connection_has_none)
{
    expect_error(send_get("/authorizations/" UNKNOWN_ID "/accounts"), NO_SUCH);
}
END_TEST

START_TEST(another_users_connection_shows_none)
{
    const char *path = "/authorizations/" SECOND_USERS_ID "/accounts";
    expect_items(send_call(&(struct call){.path = path, .as = &second_user}));
    expect_error(send_call(&(struct call){.path = path, .as = &john}), NO_SUCH);
    expect_error(send_call(&(struct call){.path = path, .as = &partner_2}), NO_SUCH);
}
END_TEST

START_TEST(a_connection_id_that_is_no_uuid_is_refused)
{
    expect_error(send_get("/authorizations/x/accounts"), BAD_ID);
    expect_error(send_get("/authorizations/" UNKNOWN_ID "0/accounts"), BAD_ID);
}
END_TEST

START_TEST(detail_answers_what_the_list_has)
{
    const cJSON *account, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        expect_same("what the list has", account, expect_object(part_of(account, "")));
    }
}
END_TEST

START_TEST(an_unknown_account_does_not_exist)
{
    for (size_t i = 0; i < PARTS; i++)
        expect_error(send_get(text("/accounts/" UNKNOWN_ID "%s", parts[i])), NO_SUCH);
}
END_TEST

START_TEST(another_users_account_does_not_exist)
{
    for (size_t i = 0; i < PARTS; i++) {
        const char *path = text("/accounts/" SECOND_USERS_ACCOUNT "%s", parts[i]);
        expect_error(send_call(&(struct call){.path = path, .as = &john}), NO_SUCH);
        expect_error(send_call(&(struct call){.path = path, .as = &partner_2}), NO_SUCH);
        expect_status(send_call(&(struct call){.path = path, .as = &second_user}), 200);
    }
}
END_TEST

START_TEST(an_account_id_that_is_no_uuid_is_unknown)
{
    for (size_t i = 0; i < PARTS; i++)
        expect_error(send_get(text("/accounts/x%s", parts[i])), NO_SUCH);
}
END_TEST

START_TEST(balances_are_one_of_each_currency)
{
    expect_part("/balances", &balance_model);
}
END_TEST

START_TEST(positions_have_their_symbol)
{
    expect_part("/positions", &position_model);
}
END_TEST

START_TEST(all_positions_are_results_with_their_date)
{
    const cJSON *account, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        expect_positions(expect_object(part_of(account, "/positions/all")));
    }
}
END_TEST

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

START_TEST(all_positions_are_those_of_positions)
{
    const cJSON *account, *position, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        const cJSON *positions = expect_array(part_of(account, "/positions"));
        const cJSON *answer = expect_object(part_of(account, "/positions/all"));
        const cJSON *result = member(answer, "results");
        expect_count("results", items_of(positions), items_of(result));
        result = result->child;
        cJSON_ArrayForEach(position, positions)
        {
            const cJSON *symbol = member(member(position, "symbol"), "symbol");
            expect_text("the id of the instrument", required_text(symbol, "id"),
                        member_text(member(result, "instrument"), "id"));
            expect_text("units", json_text(member(position, "units")),
                        member_text(result, "units"));
            result = result->next;
        }
    }
}
END_TEST

START_TEST(holdings_are_all_of_an_account)
{
    static const char *const lists[] = {"balances", "positions", "orders"};
    const cJSON *account, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        const cJSON *holdings = expect_object(part_of(account, "/holdings"));
        expect_model(holdings, &holdings_model);
        expect_same("the account", account, member(holdings, "account"));
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
            const cJSON *list = member(holdings, lists[i]);
            const struct answer *own = part_of(account, text("/%s", lists[i]));
            expect_same(lists[i], expect_array(own), list);
        }
    }
}
END_TEST

START_TEST(holdings_are_worth_what_the_account_is)
{
    const cJSON *account, *accounts = all_accounts();
    cJSON_ArrayForEach(account, accounts)
    {
        const cJSON *total = member(member(account, "balance"), "total");
        const cJSON *value = member(expect_object(part_of(account, "/holdings")), "total_value");
        if (!cJSON_IsObject(total))
            continue;
        expect_text("total_value.value", json_text(member(total, "amount")),
                    json_text(member(value, "value")));
        expect_text("total_value.currency", required_text(total, "currency"),
                    member_text(value, "currency"));
    }
}
END_TEST

START_TEST(each_call_wants_the_credentials_of_a_user)
{
    const char *id = required_text(cJSON_GetArrayItem(all_accounts(), 0), "id");
    for (size_t i = 0; i <= PARTS; i++) {
        const char *path = i < PARTS ? text("/accounts/%s%s", id, parts[i]) : accounts_path;
        struct credentials wrong = target()->credentials;
        wrong.user_secret = "wrong";
        expect_error(send_call(&(struct call){.path = path, .as = &wrong}), BAD_USER);
        expect_error(send_call(&(struct call){.path = path, .without = WITHOUT_USER_SECRET}),
                     NO_USER);
        expect_error(send_call(&(struct call){.path = path, .signed_key = "wrong"}), BAD_SIGNATURE);
    }
}
END_TEST

START_TEST(accounts_go_with_their_connection)
{
    const char *connection = removable_id();
    const cJSON *account,
        *own = expect_items(send_get(text("/authorizations/%s/accounts", connection)));
    expect_status(
        send_call(&(struct call){.path = text("/connection/%s", connection), .method = "DELETE"}),
        200);
    cJSON_ArrayForEach(account, own)
    {
        expect_listed(send_get(accounts_path), required_text(account, "id"), false);
        expect_error(part_of(account, ""), NO_SUCH);
        expect_error(part_of(account, "/holdings"), NO_SUCH);
    }
    expect_error(send_get(text("/authorizations/%s/accounts", connection)), NO_SUCH);
}
END_TEST

static const struct requirement rows[] = {
    {"ACCOUNTS-001", MUST, SPEC, "OpenAPI file, 2026-08: listUserAccounts, Account", "smoke model",
     NOTHING, NULL, &it_answers_an_array_of_accounts,
     "GET /accounts answers 200 with an array of Account, each with the members that it must have, "
     "and every one of its type."},
    {"ACCOUNTS-002", SHOULD, SDK, "reading the code of the Java SDK", "model sdk-need", NOTHING,
     NULL, &what_java_reads_of_accounts_is_always_there,
     "An account's name, number, status and raw_type are always there, null or not: Java's SDK "
     "throws without them."},
    {"ACCOUNTS-003", MUST, SPEC, "OpenAPI file, 2026-08: listUserAccounts", "isolation",
     DEFAULT_FIXTURES, NULL, &only_the_users_own_accounts_are_listed,
     "Only the user's own accounts are listed."},
    {"ACCOUNTS-004", MUST, SPEC, "OpenAPI file, 2026-08: listUserAccounts", "model",
     DEFAULT_FIXTURES, NULL, &a_user_without_connections_has_no_accounts,
     "A user without authorizations has no accounts: an empty array."},
    {"ACCOUNTS-005", MUST, SPEC, "OpenAPI file, 2026-05: listBrokerageAuthorizationAccounts",
     "model", NOTHING, NULL, &a_connection_has_its_accounts_and_no_others,
     "GET /authorizations/{authorizationId}/accounts answers 200 with the accounts of that "
     "authorization, and no others."},
    {"ACCOUNTS-006", MUST, SPEC, "OpenAPI file, 2026-05: the example of a 404", "id", NOTHING, NULL,
     &an_unknown_connection_has_none,
     "Accounts of an unknown authorization: 404 The requested resource does not exist., code "
     "1011."},
    {"ACCOUNTS-007", MUST, ASSUMED, "our choice", "id isolation", DEFAULT_FIXTURES, NULL,
     &another_users_connection_shows_none,
     "Accounts of another user's authorization: 404, as if there were none."},
    {"ACCOUNTS-008", MUST, ASSUMED, "the document has this for remove; our choice here", "id",
     NOTHING, NULL, &a_connection_id_that_is_no_uuid_is_refused,
     "Accounts of an authorizationId that is no UUID: 400 The specified authorizationId is invalid "
     "(not a UUID string)."},
    {"ACCOUNTS-009", MUST, SPEC, "OpenAPI file, 2026-08: getUserAccountDetails", "model", NOTHING,
     NULL, &detail_answers_what_the_list_has,
     "GET /accounts/{accountId} answers 200 with the account, as listed."},
    {"ACCOUNTS-010", MUST, SPEC, "OpenAPI file, 2026-08: the example of a 404", "id", NOTHING, NULL,
     &an_unknown_account_does_not_exist,
     "An unknown accountId, also with anything of it asked for: 404 The requested resource does "
     "not exist., code 1011."},
    {"ACCOUNTS-011", MUST, ASSUMED, "our choice", "id isolation", DEFAULT_FIXTURES, NULL,
     &another_users_account_does_not_exist,
     "Another user's account, and anything of it: 404, as if there were none."},
    {"ACCOUNTS-012", MUST, ASSUMED, "our choice", "id", NOTHING, NULL,
     &an_account_id_that_is_no_uuid_is_unknown, "An accountId that is no UUID is unknown: 404."},
    {"ACCOUNTS-013", MUST, SPEC, "OpenAPI file, 2026-08: getUserAccountBalance, Balance", "model",
     NOTHING, NULL, &balances_are_one_of_each_currency,
     "GET /accounts/{accountId}/balances answers 200 with an array of Balance."},
    {"ACCOUNTS-014", MUST, SPEC, "OpenAPI file, 2026-05: getUserAccountPositions, Position",
     "model withdrawn", NOTHING, NULL, &positions_have_their_symbol,
     "GET /accounts/{accountId}/positions answers 200 with an array of Position."},
    {"ACCOUNTS-015", MUST, SPEC, "OpenAPI file, 2026-08: getAllAccountPositions", "model", NOTHING,
     NULL, &all_positions_are_results_with_their_date,
     "GET /accounts/{accountId}/positions/all answers 200 with results, numbers as strings and "
     "each with an instrument of a known kind, and data_freshness with as_of."},
    {"ACCOUNTS-016", MUST, ASSUMED, "our choice", "model withdrawn", NOTHING, NULL,
     &all_positions_are_those_of_positions,
     "/positions/all has the positions of /positions, with the same instruments and units."},
    {"ACCOUNTS-017", MUST, SPEC, "OpenAPI file, 2026-05: getUserHoldings, AccountHoldingsAccount",
     "model withdrawn", NOTHING, NULL, &holdings_are_all_of_an_account,
     "GET /accounts/{accountId}/holdings answers 200 with the account, its balances, positions and "
     "orders, as the calls of each have them."},
    {"ACCOUNTS-018", MUST, SPEC, "OpenAPI file, 2026-05: getUserHoldings, total_value",
     "model withdrawn", NOTHING, NULL, &holdings_are_worth_what_the_account_is,
     "total_value of the holdings is the total of the account's balance."},
    {"ACCOUNTS-019", MUST, SPEC, "OpenAPI file, 2026-08: each call lists its credentials",
     "credentials", NOTHING, NULL, &each_call_wants_the_credentials_of_a_user,
     "Each call about accounts refuses a wrong or missing userSecret and a wrong signature, as the "
     "calls of authorizations do."},
    {"ACCOUNTS-020", MUST, ASSUMED, "our choice", "removes changes", REMOVALS | CHANGES, NULL,
     &accounts_go_with_their_connection, "The accounts of an authorization go when it is removed."},
};
const struct area accounts_area =
    AREA("ACCOUNTS", "GET /accounts, and what is of an account or a connection", rows);
