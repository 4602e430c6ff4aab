/* Fixtures: the default ones are good, and every problem of bad ones is told, with its place. */
#include "state/fixtures.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite.h"

enum { PARTNERS, USERS, BROKERAGES, AUTHORIZATIONS, EVENTS, FILES };

#define BROKERAGE_ID "3f1b8c5e-9d27-4a60-b1c4-7e5d2a8f0613"
#define AUTHORIZATION_ID "2bcd7cc3-e922-4976-bce1-9858296801c3"
#define EVENT_ID "0a1e5c77-3b42-4d01-8f60-5d2c9b7e4a01"
#define DATE "\"2024-08-20T21:56:19.123935Z\""
#define PARTNER "{\"clientId\":\"P\",\"consumerKey\":\"hidden-key\"}"
#define USER "{\"clientId\":\"P\",\"userId\":\"u\",\"userSecret\":\"hidden-secret\"}"
#define BROKERAGE BROKERAGE_AT("[]")
#define BROKERAGE_AT(exchanges)                                                                    \
    "{\"id\":\"" BROKERAGE_ID "\",\"slug\":\"Q\",\"name\":\"Q\",\"display_name\":\"Q\","           \
    "\"description\":\"\",\"aws_s3_logo_url\":\"\",\"aws_s3_square_logo_url\":null,"               \
    "\"url\":null,\"open_url\":null,\"enabled\":true,\"maintenance_mode\":false,"                  \
    "\"allows_fractional_units\":null,\"allows_trading\":null,\"has_reporting\":null,"             \
    "\"is_real_time_connection\":true,\"brokerage_type\":{\"id\":\"" BROKERAGE_ID                  \
    "\",\"name\":\"T\"},\"exchanges\":" exchanges "}"
#define AUTHORIZATION(more)                                                                        \
    "{\"clientId\":\"P\",\"userId\":\"u\",\"id\":\"" AUTHORIZATION_ID "\",\"created_date\":" DATE  \
    ",\"updated_date\":" DATE ",\"name\":\"C\",\"disabled\":false,\"disabled_date\":null," more    \
    "}"
#define GOOD_REST "\"brokerage\":\"Q\",\"type\":\"trade\",\"meta\":{}"
#define EVENT(more)                                                                                \
    "{\"clientId\":\"P\",\"id\":\"" EVENT_ID "\",\"session_id\":\"" EVENT_ID                       \
    "\",\"created_date\":" DATE ",\"brokerage_status_code\":null," more "}"
#define GOOD_EVENT EVENT("\"session_event_type\":\"CONNECTION_FAILED\",\"user_id\":\"u\"")

static const char *const names[FILES] = {"partners.json", "users.json", "brokerages.json",
                                         "authorizations.json", "session_events.json"};
static const char *const good[FILES] = {
    "{\"partners\":[" PARTNER "]}",         "{\"$schema\":\"x\",\"users\":[" USER "]}",
    "{\"brokerages\":[" BROKERAGE "]}",     "{\"authorizations\":[" AUTHORIZATION(GOOD_REST) "]}",
    "{\"sessionEvents\":[" GOOD_EVENT "]}",
};

/* A quote is cut after 64 bytes, and not within a letter. */
#define LONG_TYPE "123456789-123456789-123456789-123456789-123456789-123456789-123"
#define ONE(rest) "{\"authorizations\":[" AUTHORIZATION(rest) "]}"

static const struct {
    int file;
    const char *text;     /* NULL: the file is not there */
    const char *problems; /* the lines, without their folder */
} broken[] = {
    {PARTNERS, NULL, "partners.json: /: cannot be read: No such file or directory\n"},
    {PARTNERS, "[]", "partners.json: /: must be an object with the array \"partners\"\n"},
    {PARTNERS, "{}", "partners.json: /partners: missing\n"},
    {PARTNERS, "{\"partners\":[" PARTNER "],\"partners\":[]}",
     "partners.json: /partners: stands twice in its object\n"},
    {PARTNERS, "{\"partners\":{}}", "partners.json: /partners: must be an array\n"},
    {PARTNERS, "{\"partners\":[],}", "partners.json:1:16: expected a member's name in quotes\n"},
    {PARTNERS, "{\"partners\":[" PARTNER "],\"x/~\":1}",
     "partners.json: /x~1~0: unknown field; this file has \"partners\" only\n"},
    {PARTNERS, "{\"partners\":[" PARTNER "," PARTNER "]}",
     "partners.json: /partners/1/clientId: is taken by an earlier one\n"},
    {PARTNERS, "{\"partners\":[{\"clientId\":\"\",\"consumerKey\":7}]}",
     "partners.json: /partners/0/clientId: must be a string of 1 to 255 bytes, not \"\"\n"
     "partners.json: /partners/0/consumerKey: must be a string of 1 to 255 bytes\n"},
    {PARTNERS,
     "{\"partners\":[" PARTNER ",{\"clientId\":\"R\",\"consumerKey\":\"k\","
     "\"personal\":true}]}",
     "partners.json: /partners/1: is personal, and must have one user in users.json\n"},
    {USERS, "{\"users\":[{\"clientId\":\"X\",\"userId\":\"u\",\"userSecret\":\"s\"}," USER "]}",
     "users.json: /users/0/clientId: \"X\" is not in partners.json\n"},
    {USERS, "{\"users\":[" USER ",\n" USER "]}",
     "users.json: /users/1/userId: is taken by an earlier one\n"},
    {USERS, "{\"users\":[{\"clientId\":\"P\",\"userId\":\"u\",\"userSecret\":\"\"}]}",
     "users.json: /users/0/userSecret: must be a string of 1 to 255 bytes\n"},
    {USERS, "{\"users\":[{\"clientId\":\"P\",\"userID\":\"u\",\"userSecret\":\"s\",\"q\":1}]}",
     "users.json: /users/0/userID: unknown field; did you mean \"userId\"?\n"
     "users.json: /users/0/q: unknown field\n"
     "users.json: /users/0/userId: missing\n"},
    {USERS,
     "{\"users\":[{\"clientId\":\"P\",\"userId\":\"u\",\"userSecret\":\"s\","
     "\"aNameThatIsLongerThanAnyThatCouldBeMeantByItOrByAnythingElseThatThereIs\":1}]}",
     "users.json: "
     "/users/0/aNameThatIsLongerThanAnyThatCouldBeMeantByItOrByAnythingElseThatThereIs: "
     "unknown field\n"},
    {USERS, "{\"users\":[3]}", "users.json: /users/0: must be an object\n"},
    {BROKERAGES, "{\"brokerages\":[" BROKERAGE "," BROKERAGE "]}",
     "brokerages.json: /brokerages/1/id: is taken by an earlier one\n"},
    {BROKERAGES, "{\"brokerages\":[" BROKERAGE_AT("{}") "," BROKERAGE_AT("[1]") "]}",
     "brokerages.json: /brokerages/0/exchanges: must be an array of UUIDs\n"
     "brokerages.json: /brokerages/1/exchanges/0: must be a UUID\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"R\",\"type\":\"trade\",\"meta\":{}"),
     "authorizations.json: /authorizations/0/brokerage: \"R\" is not in brokerages.json\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"Q\",\"type\":\"write\",\"meta\":{}"),
     "authorizations.json: /authorizations/0/type: must be one of trade, read, not \"write\"\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"Q\",\"type\":\"\\u0007\\u001b[31m\",\"meta\":{}"),
     "authorizations.json: /authorizations/0/type: must be one of trade, read, not \"??[31m\"\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"Q\",\"type\":\"" LONG_TYPE "\u00e9\",\"meta\":{}"),
     "authorizations.json: /authorizations/0/type: must be one of trade, read, not \"" LONG_TYPE
     "...\"\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"Q\",\"type\":\"trade\",\"meta\":[]"),
     "authorizations.json: /authorizations/0/meta: must be an object\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"Q\",\"type\":\"trade\",\"meta\":{\"a\":[{\"n\":1e15}]}"),
     "authorizations.json: /authorizations/0/meta/a/0/n: too large a number to be served as it "
     "stands here (1e15)\n"},
    {AUTHORIZATIONS, ONE("\"brokerage\":\"Q\",\"type\":\"trade\",\"meta\":{\"a\":1,\"a\":2}"),
     "authorizations.json: /authorizations/0/meta/a: stands twice in its object\n"},
    {AUTHORIZATIONS, ONE(GOOD_REST ",\"type\":\"read\""),
     "authorizations.json: /authorizations/0/type: stands twice in its object\n"},
    {AUTHORIZATIONS, ONE(GOOD_REST ",\"is_eligible_for_payout\":null"),
     "authorizations.json: /authorizations/0/is_eligible_for_payout: must be true or false\n"},
    {AUTHORIZATIONS,
     "{\"authorizations\":[" AUTHORIZATION(GOOD_REST) "," AUTHORIZATION(GOOD_REST) "]}",
     "authorizations.json: /authorizations/1/id: is taken by an earlier one\n"},
    {AUTHORIZATIONS, "{\"authorizations\":[\n\"\xff\"]}", "authorizations.json:2:2: not UTF-8\n"},
    {EVENTS, "{\"sessionEvents\":[" EVENT("\"session_event_type\":\"X\",\"user_id\":\"v\"") "]}",
     "session_events.json: /sessionEvents/0/session_event_type: must be one of CONNECTION_FAILED, "
     "DISCLAIMER_ACCEPTED, BROKERAGE_CONNECTION_INITIATED, BROKERAGE_AUTHENTICATION, "
     "MFA_AUTHORIZATION, CONNECTION_SUCCESSFUL, PARTNER_REDIRECT, OAUTH_REDIRECT, "
     "BROKERAGE_RECONNECT_INITIATED, OAUTH_BROKERAGE_AUTHENTICATION, MFA_REQUESTED, "
     "MFA_SUBMITTED, MFA_CHOICE_REQUESTED, MFA_CHOICE_SUBMITTED, CONNECTION_ABORTED, "
     "SESSION_STARTED, not \"X\"\n"},
    {EVENTS,
     "{\"sessionEvents\":[" EVENT(
         "\"session_event_type\":\"MFA_REQUESTED\",\"user_id\":\"v\"") "]}",
     "session_events.json: /sessionEvents/0/user_id: \"v\" is not in users.json\n"},
    {EVENTS, "{\"sessionEvents\":[" GOOD_EVENT "," GOOD_EVENT "]}",
     "session_events.json: /sessionEvents/1/id: is taken by an earlier one\n"},
};

static char folder[64];

static void write_file(int file, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, names[file]);
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    fputs(text, out);
    fclose(out);
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "fixtures-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    char path[128];
    for (int file = 0; file < FILES; file++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[file]);
        unlink(path);
    }
    rmdir(folder);
}

/* The problems without the folder's name; the caller frees the buffer. */
static struct buffer load(struct store *store)
{
    struct buffer problems = {0}, lines = {0};
    bool loaded = fixtures_load(folder, store, &problems);
    ck_assert(loaded == (problems.length == 0));
    for (const char *line = loaded ? "" : problems.data; *line != '\0';) {
        const char *end = strchr(line, '\n');
        ck_assert_ptr_nonnull(end);
        ck_assert(strncmp(line, folder, strlen(folder)) == 0);
        line += strlen(folder) + 1;
        buffer_append(&lines, line, (size_t)(end + 1 - line));
        line = end + 1;
    }
    buffer_append_text(&lines, "");
    buffer_free(&problems);
    return lines;
}

START_TEST(every_problem_is_told_with_file_and_pointer)
{
    struct store *store = store_new();
    for (int file = 0; file < FILES; file++)
        if (file != broken[_i].file || broken[_i].text != NULL)
            write_file(file, file == broken[_i].file ? broken[_i].text : good[file]);
    struct buffer lines = load(store);
    ck_assert_str_eq(lines.data, broken[_i].problems);
    ck_assert_ptr_null(strstr(lines.data, "hidden"));
    buffer_free(&lines);
    store_free(store);
}
END_TEST

START_TEST(problems_of_all_files_are_told_at_once)
{
    struct store *store = store_new();
    for (int file = 0; file < FILES; file++)
        write_file(file, "{}");
    struct buffer lines = load(store);
    ck_assert_str_eq(lines.data, "partners.json: /partners: missing\n"
                                 "users.json: /users: missing\n"
                                 "brokerages.json: /brokerages: missing\n"
                                 "authorizations.json: /authorizations: missing\n"
                                 "session_events.json: /sessionEvents: missing\n");
    buffer_free(&lines);
    store_free(store);
}
END_TEST

START_TEST(an_authorization_is_served_with_its_brokerage_and_without_its_owner)
{
    struct store *store = store_new();
    struct buffer out = {0};
    for (int file = 0; file < FILES; file++)
        write_file(file, good[file]);
    struct buffer lines = load(store);
    ck_assert_str_eq(lines.data, "");
    ck_assert_int_eq(store_list_authorizations(store, "P", "u", &out), STORE_OK);
    ck_assert_str_eq(out.data, "[{\"id\":\"" AUTHORIZATION_ID "\",\"created_date\":" DATE
                               ",\"updated_date\":" DATE ",\"name\":\"C\",\"disabled\":false,"
                               "\"disabled_date\":null,\"brokerage\":" BROKERAGE
                               ",\"type\":\"trade\",\"meta\":{}}]");
    buffer_free(&lines);
    buffer_free(&out);
    store_free(store);
}
END_TEST

START_TEST(the_default_fixtures_are_good_and_hold_the_documents_examples)
{
    struct store *store = store_new();
    struct buffer problems = {0}, out = {0};
    const struct store_event_filter examples = {
        "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2",
        "917c8734-8470-4a3e-a18f-57c3f2ee6631,65e839a3-9103-4cfb-9b72-2071ef80c5f2"};
    ck_assert_msg(fixtures_load(FIXTURES_DIR "/default", store, &problems), "%s", problems.data);
    ck_assert_int_eq(store_list_authorizations(store, "PASSIVTEST", "newcomer", &out), STORE_OK);
    ck_assert_str_eq(out.data, "[]");
    buffer_reset(&out);
    ck_assert_int_eq(store_list_session_events(store, "PASSIVTEST", &examples, &out), STORE_OK);
    ck_assert_ptr_nonnull(strstr(out.data, "\"user_id\":\"917c8734-8470-4a3e-a18f-57c3f2ee6631\""));
    ck_assert_ptr_nonnull(strstr(out.data, "\"user_id\":\"65e839a3-9103-4cfb-9b72-2071ef80c5f2\""));
    buffer_free(&out);
    buffer_free(&problems);
    store_free(store);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fixtures");
    TCase *tests = tcase_create("fixtures");
    tcase_add_checked_fixture(tests, make_folder, remove_folder);
    tcase_add_loop_test(tests, every_problem_is_told_with_file_and_pointer, 0,
                        sizeof broken / sizeof broken[0]);
    tcase_add_test(tests, problems_of_all_files_are_told_at_once);
    tcase_add_test(tests, an_authorization_is_served_with_its_brokerage_and_without_its_owner);
    tcase_add_test(tests, the_default_fixtures_are_good_and_hold_the_documents_examples);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
