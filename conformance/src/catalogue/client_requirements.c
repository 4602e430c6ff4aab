/* Our client library against the target: what a C program sees. */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/sending.h"
#include "requirement.h"
#include "snaptrade/client.h"

static snaptrade_client *client;
static struct snaptrade_response response;

static const char list_path[] = "/authorizations", events_path[] = "/sessionEvents";
static const char *base_path; /* NULL: the target's */

/* Before each call: frees what the last one left. */
static void begin(const char *method, const char *path)
{
    snaptrade_response_free(&response);
    about_to_send(&(struct sending){.method = method, .base_path = base_path, .path = path});
}

/* Where `path` is NULL, to the target's base URL. */
static struct snaptrade_user connect_as(const struct credentials *as, const char *path)
{
    const struct snaptrade_client_options options = {
        .base_url = path != NULL ? text("%s%s/", target()->origin, path) : target()->base_url,
        .client_id = as->client_id,
        .consumer_key = as->consumer_key,
        .timeout_ms = target()->timeout_ms,
        .ca_file = target()->ca_file};
    char message[SNAPTRADE_MESSAGE_SIZE];
    snaptrade_client_free(client);
    client = snaptrade_client_new(&options, message);
    ck_assert_msg(client != NULL, "%s", message);
    base_path = path;
    return (struct snaptrade_user){as->user_id, as->user_secret};
}

static struct snaptrade_user connect_to_target(void)
{
    return connect_as(&target()->credentials, NULL);
}

static void end(void)
{
    snaptrade_response_free(&response);
    snaptrade_client_free(client);
    client = NULL;
}

static const char *path_of(const char *id)
{
    return text("%s/%s", list_path, id);
}

/* After a call that SnapTrade withdrew in 2026. */
static void end_if_withdrawn(const char *call)
{
    bool unknown = response.code != NULL && strcmp(response.code, "1011") == 0;
    if ((response.status == 404 && !unknown) || response.status == 405)
        withdrawn(text("%s answered %d; SnapTrade withdrew the call on 2026-08-10", call,
                       response.status));
}

static void expect_done(bool done)
{
    ck_assert_msg(done, "%s", response.message);
}

static void expect_api_error(bool done, int status, const char *detail, const char *code)
{
    ck_assert(!done);
    ck_assert_int_eq(response.error, SNAPTRADE_ERROR_API);
    ck_assert_int_eq(response.status, status);
    ck_assert_pstr_eq(response.detail, detail);
    ck_assert_pstr_eq(response.code, code);
    ck_assert(response.reason != NULL && response.reason[0] != '\0');
    ck_assert(response.body != NULL && response.header_count > 0);
    ck_assert(response.round_trip_time > 0);
}

/* How many connections the user has. */
static size_t count(const struct snaptrade_user *user)
{
    struct snaptrade_authorization_list list;
    begin("GET", list_path);
    expect_done(snaptrade_list_brokerage_authorizations(client, user, NULL, &list, &response));
    size_t listed = list.count;
    snaptrade_authorization_list_free(&list);
    return listed;
}

START_TEST(it_lists_and_details)
{
    const struct snaptrade_user user = connect_to_target();
    struct snaptrade_authorization_list list;
    begin("GET", list_path);
    expect_done(snaptrade_list_brokerage_authorizations(client, &user, NULL, &list, &response));
    for (size_t i = 0; i < list.count; i++) {
        struct snaptrade_authorization one;
        begin("GET", path_of(list.items[i].id.value));
        expect_done(snaptrade_detail_brokerage_authorization(client, list.items[i].id.value, &user,
                                                             NULL, &one, &response));
        ck_assert_str_eq(one.id.value, list.items[i].id.value);
        ck_assert_str_eq(one.type.value, list.items[i].type.value);
        ck_assert_pstr_eq(one.brokerage.slug.value, list.items[i].brokerage.slug.value);
        snaptrade_authorization_free(&one);
    }
    snaptrade_authorization_list_free(&list);
    end();
}
END_TEST

START_TEST(it_removes_once)
{
    const struct snaptrade_user user = connect_to_target();
    const char *id = removable_id();
    size_t before = count(&user);
    begin("DELETE", path_of(id));
    bool removed = snaptrade_remove_brokerage_authorization(client, id, &user, NULL, &response);
    end_if_withdrawn("DELETE /authorizations/{authorizationId}");
    expect_done(removed);
    ck_assert_int_eq(response.status, 204);
    ck_assert_ptr_null(response.body);
    begin("DELETE", path_of(id));
    expect_api_error(snaptrade_remove_brokerage_authorization(client, id, &user, NULL, &response),
                     NO_SUCH);
    ck_assert_uint_eq(count(&user), before - 1);
    end();
}
END_TEST

START_TEST(it_deletes_a_connection)
{
    const struct snaptrade_user user = connect_to_target();
    const char *id = removable_id();
    struct snaptrade_deletion deletion;
    begin("DELETE", text("/connection/%s", id));
    expect_done(snaptrade_delete_connection(client, id, &user, NULL, &deletion, &response));
    ck_assert_int_eq(response.status, 200);
    ck_assert_str_eq(deletion.connection_id.value, id);
    snaptrade_deletion_free(&deletion);
    end();
}
END_TEST

START_TEST(it_lists_session_events)
{
    struct snaptrade_session_event_query query = {.user_ids = target()->credentials.user_id};
    struct snaptrade_session_event_list list;
    connect_to_target();
    begin("GET", events_path);
    bool listed = snaptrade_list_session_events(client, NULL, NULL, &list, &response);
    end_if_withdrawn("GET /sessionEvents");
    expect_done(listed);
    snaptrade_session_event_list_free(&list);
    begin("GET", events_path);
    expect_done(snaptrade_list_session_events(client, &query, NULL, &list, &response));
    for (size_t i = 0; i < list.count; i++)
        ck_assert_str_eq(list.items[i].user_id.value, query.user_ids);
    snaptrade_session_event_list_free(&list);
    end();
}
END_TEST

START_TEST(an_error_carries_status_detail_code_headers_and_time)
{
    struct credentials wrong = target()->credentials;
    const struct snaptrade_user user = connect_to_target();
    struct snaptrade_authorization one;
    begin("GET", path_of(UNKNOWN_ID));
    expect_api_error(
        snaptrade_detail_brokerage_authorization(client, UNKNOWN_ID, &user, NULL, &one, &response),
        NO_SUCH);
    wrong.consumer_key = "wrong";
    connect_as(&wrong, NULL);
    begin("GET", list_path);
    expect_api_error(snaptrade_list_brokerage_authorizations(client, &user, NULL, NULL, &response),
                     BAD_SIGNATURE);
    end();
}
END_TEST

START_TEST(it_reads_the_api_status)
{
    struct snaptrade_api_status status;
    connect_to_target();
    begin("GET", "/");
    expect_done(snaptrade_check_status(client, NULL, &status, &response));
    ck_assert(status.online.value && status.version.value > 0);
    snaptrade_api_status_free(&status);
    end();
}
END_TEST

START_TEST(both_base_urls_serve)
{
    struct snaptrade_user user = connect_as(&john, "");
    size_t bare = count(&user);
    user = connect_as(&john, "/api/v1");
    ck_assert_uint_eq(count(&user), bare);
    end();
}
END_TEST

START_TEST(keys_and_ids_that_are_hard_to_encode_serve)
{
    const struct credentials *const all[] = {&partner_2, &spaced_user, &odd_user, NULL};
    for (size_t i = 0; all[i] != NULL; i++) {
        const struct snaptrade_user user = connect_as(all[i], NULL);
        ck_assert_uint_ge(count(&user), 1);
    }
    connect_as(&personal, NULL);
    ck_assert_uint_eq(count(NULL), 1);
    end();
}
END_TEST

struct copy {
    char bytes[1 << 20];
    size_t length;
};

static bool take(void *context, const char *bytes, size_t length)
{
    struct copy *copy = context;
    if (length > sizeof copy->bytes - copy->length)
        return false;
    memcpy(copy->bytes + copy->length, bytes, length);
    copy->length += length;
    return true;
}

START_TEST(raw_and_streamed_bodies_are_as_received)
{
    static struct copy copy;
    const struct snaptrade_call streamed = {.stream = take, .stream_context = &copy};
    const struct snaptrade_user user = connect_to_target();
    const struct answer *answer = send_get(list_path);
    begin("GET", list_path);
    expect_done(snaptrade_list_brokerage_authorizations(client, &user, NULL, NULL, &response));
    ck_assert_str_eq(response.body, answer->body);
    begin("GET", list_path);
    expect_done(snaptrade_list_brokerage_authorizations(client, &user, &streamed, NULL, &response));
    ck_assert_uint_eq(copy.length, answer->body_length);
    ck_assert_mem_eq(copy.bytes, answer->body, copy.length);
    end();
}
END_TEST

static const struct requirement rows[] = {
    {"CLIENT-001", MUST, DOC, "our client library, by the API document of 2023-05-01",
     "smoke client", NOTHING, NULL, &it_lists_and_details,
     "The client lists authorizations and details each, typed."},
    {"CLIENT-002", MUST, DOC, "our client library, by the API document of 2023-05-01",
     "client removes withdrawn", REMOVALS, NULL, &it_removes_once,
     "The client removes an authorization once, and then gets 404."},
    {"CLIENT-003", MUST, SPEC, "our client library, by the OpenAPI file of 2026-03",
     "client removes", REMOVALS, NULL, &it_deletes_a_connection,
     "The client deletes a connection and reads its connection_id."},
    {"CLIENT-004", MUST, DOC, "our client library, by the API document of 2023-05-01",
     "client withdrawn", NOTHING, NULL, &it_lists_session_events,
     "The client lists session events, and those of one user."},
    {"CLIENT-005", MUST, DOC, "our client library, by what ApiException has in the API document",
     "client", NOTHING, NULL, &an_error_carries_status_detail_code_headers_and_time,
     "An error carries status, reason, detail, code, body, headers and round-trip time."},
    {"CLIENT-006", MUST, SPEC, "our client library, by the OpenAPI file of 2026-08", "client",
     NOTHING, NULL, &it_reads_the_api_status, "The client reads the API status."},
    {"CLIENT-007", MUST, LIVE, "our client library, for both base URLs that serve",
     "client base-url", DEFAULT_FIXTURES, NULL, &both_base_urls_serve,
     "The client works with and without /api/v1 in its base URL."},
    {"CLIENT-008", MUST, SDK, "our client library, for what SDKs were seen to encode",
     "client encoding", DEFAULT_FIXTURES, NULL, &keys_and_ids_that_are_hard_to_encode_serve,
     "The client works with consumerKeys and userIds that are hard to encode, and with personal "
     "partners."},
    {"CLIENT-009", MUST, DOC,
     "our client library, by the API document: skip_deserialization and stream", "client", NOTHING,
     NULL, &raw_and_streamed_bodies_are_as_received,
     "A body not parsed, or streamed, is the body as received."},
};
const struct area client_area = AREA("CLIENT", "our client library against the server", rows);
