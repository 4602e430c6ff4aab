/* A partner's state as a document: what is written can be restored, and what is wrong is named. */
#include "state/document.h"

#include <stdio.h>
#include <string.h>

#include "state/fixtures.h"
#include "state/json_read.h"
#include "suite.h"

#define CLIENT "PASSIVTEST"
#define ID "2bcd7cc3-e922-4976-bce1-9858296801c3"

static struct store *store;
static struct buffer found;

static void fill(void)
{
    struct buffer problems = {0};
    store = store_new();
    ck_assert_ptr_nonnull(store);
    ck_assert(fixtures_load(FIXTURES_DIR "/default", store, &problems));
    buffer_free(&problems);
}

static void empty(void)
{
    store_free(store);
    buffer_free(&found);
}

static void take(void *context, const char *file, const char *pointer, const char *what)
{
    (void)file;
    (void)context;
    buffer_append_format(&found, "%s: %s\n", pointer, what);
}

static bool restore(cJSON *document)
{
    struct problems problems = {.take = take};
    buffer_reset(&found);
    bool good = document_restore(store, CLIENT, document, false, &problems);
    ck_assert(good == (problems.count == 0));
    buffer_free(&problems.pointer);
    cJSON_Delete(document);
    return good;
}

static char *written(void)
{
    cJSON *document = document_write(store, CLIENT);
    ck_assert_ptr_nonnull(document);
    char *text = cJSON_PrintUnformatted(document);
    cJSON_Delete(document);
    return text;
}

static void list(struct buffer *out)
{
    const struct store_event_filter all = {NULL, NULL};
    buffer_reset(out);
    ck_assert_int_eq(store_list_authorizations(store, CLIENT, "John.doe@snaptrade.com", out),
                     STORE_OK);
    ck_assert_int_eq(store_list_session_events(store, CLIENT, &all, out), STORE_OK);
}

START_TEST(what_was_written_is_restored_to_the_byte)
{
    struct snaptrade_uuid id;
    struct buffer before = {0}, after = {0};
    char *text = written();
    list(&before);
    ck_assert(snaptrade_uuid_parse(ID, strlen(ID), &id));
    ck_assert_int_eq(store_remove_authorization(store, CLIENT, "John.doe@snaptrade.com", &id),
                     STORE_OK);
    ck_assert(restore(cJSON_Parse(text)));
    list(&after);
    ck_assert_str_eq(before.data, after.data);
    char *again = written();
    ck_assert_str_eq(text, again);
    cJSON_free(text);
    cJSON_free(again);
    buffer_free(&before);
    buffer_free(&after);
}
END_TEST

START_TEST(an_unknown_partner_has_no_document)
{
    ck_assert_ptr_null(document_write(store, "nobody"));
}
END_TEST

START_TEST(renewed_ids_are_new_and_references_follow)
{
    cJSON *document = document_write(store, CLIENT);
    ck_assert(document_renew_ids(document));
    char *text = cJSON_PrintUnformatted(document);
    ck_assert_ptr_null(strstr(text, ID));
    cJSON_free(text);
    const cJSON *first =
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(document, "authorizations"), 0);
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(first, "id"));
    size_t references = 0;
    const cJSON *event;
    cJSON_ArrayForEach(event, cJSON_GetObjectItemCaseSensitive(document, "sessionEvents"))
    {
        const char *reference = cJSON_GetStringValue(
            cJSON_GetObjectItemCaseSensitive(event, "brokerage_authorization_id"));
        if (reference != NULL && strcmp(reference, id) == 0)
            references++;
    }
    ck_assert_uint_gt(references, 0);
    ck_assert(restore(document));
}
END_TEST

#define USER "{\"userId\":\"u\",\"userSecret\":\"top-secret\"}"
#define EVENT(user)                                                                                \
    "{\"id\":\"" ID "\",\"session_event_type\":\"CONNECTION_FAILED\",\"session_id\":\"" ID         \
    "\",\"user_id\":\"" user "\",\"created_date\":\"2024-08-20T21:56:19Z\","                       \
    "\"brokerage_status_code\":null}"

static const struct {
    const char *document, *problem;
} bad[] = {
    {"[]", ": must be an object\n"},
    {"{\"users\":[],\"authorizations\":[]}", "/sessionEvents: missing\n"},
    {"{\"users\":{},\"authorizations\":[],\"sessionEvents\":[]}", "/users: must be an array\n"},
    {"{\"users\":[],\"authorizations\":[],\"sessionEvents\":[],\"partners\":[]}",
     "/partners: unknown field\n"},
    {"{\"users\":[],\"users\":[],\"authorizations\":[],\"sessionEvents\":[]}",
     "/users: stands twice in its object\n"},
    {"{\"users\":[" USER "," USER "],\"authorizations\":[],\"sessionEvents\":[]}",
     "/users/1/userId: is taken by an earlier one\n"},
    {"{\"users\":[{\"userId\":\"u\"}],\"authorizations\":[],\"sessionEvents\":[]}",
     "/users/0/userSecret: missing\n"},
    {"{\"users\":[" USER "],\"authorizations\":[],\"sessionEvents\":[" EVENT("x") "]}",
     "/sessionEvents/0/user_id: \"x\" is not in users\n"},
    {"{\"users\":[" USER
     "],\"authorizations\":[],\"sessionEvents\":[" EVENT("u") "," EVENT("u") "]}",
     "/sessionEvents/1/id: is taken by an earlier one\n"},
};

START_TEST(a_bad_document_changes_nothing_and_its_problem_is_named)
{
    char *before = written();
    ck_assert(!restore(cJSON_Parse(bad[_i].document)));
    ck_assert_str_eq(found.data, bad[_i].problem);
    char *after = written();
    ck_assert_str_eq(before, after);
    cJSON_free(before);
    cJSON_free(after);
}
END_TEST

START_TEST(a_personal_partner_keeps_exactly_one_user)
{
    struct problems problems = {.take = take};
    cJSON *document = cJSON_Parse("{\"users\":[],\"authorizations\":[],\"sessionEvents\":[]}");
    ck_assert(!document_restore(store, "PERSONAL", document, false, &problems));
    ck_assert_str_eq(found.data, "/users: a personal partner must have a user\n");
    cJSON_Delete(document);
    document = cJSON_Parse("{\"users\":[" USER ",{\"userId\":\"v\",\"userSecret\":\"s\"}],"
                           "\"authorizations\":[],\"sessionEvents\":[]}");
    ck_assert(!document_restore(store, "PERSONAL", document, false, &problems));
    ck_assert_ptr_nonnull(strstr(found.data, "/users/1/userId: is a second user"));
    cJSON_Delete(document);
    buffer_free(&problems.pointer);
}
END_TEST

START_TEST(a_text_that_is_no_json_is_refused_with_its_place)
{
    struct problems problems = {.take = take};
    ck_assert_ptr_null(json_read("{\"a\":01}", 8, &problems));
    ck_assert_ptr_nonnull(strstr(found.data, ": line 1, column 7: "));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document");
    TCase *tests = tcase_create("document");
    tcase_add_checked_fixture(tests, fill, empty);
    tcase_add_test(tests, what_was_written_is_restored_to_the_byte);
    tcase_add_test(tests, an_unknown_partner_has_no_document);
    tcase_add_test(tests, renewed_ids_are_new_and_references_follow);
    tcase_add_loop_test(tests, a_bad_document_changes_nothing_and_its_problem_is_named, 0,
                        sizeof bad / sizeof bad[0]);
    tcase_add_test(tests, a_personal_partner_keeps_exactly_one_user);
    tcase_add_test(tests, a_text_that_is_no_json_is_refused_with_its_place);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
