/* Our client library against the target: what a C program sees. */
#include <string.h>

#include "../exchange/client_exchange.h"
#include "../exchange/expect.h"
#include "requirement.h"

static snaptrade_client *client;
static struct client_exchange exchange; /* the call that goes on */
static struct snaptrade_response response;

static const char list_path[] = "/authorizations", events_path[] = "/sessionEvents";

/* What a call gives when all is well. */
static const char a_list[] = "200 with an array of BrokerageAuthorization";
static const char one_of_it[] = "200 with a BrokerageAuthorization";
static const char events[] = "200 with an array of SessionEvent";

/* Before each call: frees what the last one left. */
static void begin(const struct call *call)
{
    snaptrade_response_free(&response);
    exchange = client_begins(call);
}

static void begin_get(const char *path)
{
    begin(&(struct call){.path = path});
}

/* After each: what came of it is what the test looks at. */
static const struct answer *end_call(void)
{
    const struct answer *answer = client_ended(&exchange, &response);
    look_at(answer);
    return answer;
}

/* Where `path` is NULL, to the target's base URL. */
static struct snaptrade_user connect_as(const struct credentials *as, const char *path)
{
    const struct snaptrade_client_options options = {
        .base_url = path != NULL ? text("%s%s/", target()->origin, path) : target()->base_url,
        .client_id = as->client_id,
        .consumer_key = as->consumer_key,
        .timeout_ms = target()->timeout_ms,
        .ca_file = target()->ca_file,
        .clock = client_exchange_time,
        .clock_context = &exchange};
    char message[SNAPTRADE_MESSAGE_SIZE];
    snaptrade_client_free(client);
    client = snaptrade_client_new(&options, message);
    ck_assert_msg(client != NULL, "%s", message);
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

/* The answer, or why there is none. */
static const char *received(void)
{
    return response.status == 0
               ? response.message
               : text("%d %s", response.status, response.body != NULL ? response.body : "");
}

static const struct answer *expect_done(bool done, const char *expected)
{
    const struct answer *answer = end_call();
    if (!done)
        fail_part(expected, received(), "%s", response.message);
    return answer;
}

/* What an error carries beside its texts. */
static void expect_whole_error(void)
{
    expect_that(response.reason != NULL && response.reason[0] != '\0', "the reason phrase", "one",
                response.reason);
    expect_that(response.body != NULL, "the body", "the error's", "none");
    expect_that(response.header_count > 0, "the headers", "the error's", "none");
    expect_that(response.round_trip_time > 0, "the round-trip time", "one above 0 s", "0 s");
}

static void expect_api_error(bool done, int status, const char *detail, const char *code)
{
    end_call();
    if (done || response.error != SNAPTRADE_ERROR_API || response.status != status)
        fail_part(text("%d %s, code %s", status, detail, code), received(), "%s",
                  done ? text("answered %d instead of %d", response.status, status)
                       : response.message);
    expect_text("the detail", detail, response.detail);
    expect_text("the code", code, response.code);
    expect_whole_error();
}

/* How many connections the user of `as` has. */
static size_t count(const struct credentials *as, const char *base_path)
{
    const struct snaptrade_user user = {as->user_id, as->user_secret};
    struct snaptrade_authorization_list list;
    begin(&(struct call){.path = list_path, .base_path = base_path, .as = as});
    expect_done(snaptrade_list_brokerage_authorizations(client, user.user_id != NULL ? &user : NULL,
                                                        NULL, &list, &response),
                a_list);
    size_t listed = list.count;
    snaptrade_authorization_list_free(&list);
    return listed;
}

static const char *or_none(const struct snaptrade_text *field)
{
    return field->value != NULL ? field->value : "none";
}

/* As the list has it. */
static void expect_detail(const struct snaptrade_user *user,
                          const struct snaptrade_authorization *listed)
{
    struct snaptrade_authorization one;
    const char *id = or_none(&listed->id);
    begin_get(path_of(id));
    expect_done(snaptrade_detail_brokerage_authorization(client, id, user, NULL, &one, &response),
                one_of_it);
    expect_text("the id", id, one.id.value);
    expect_text("the type", or_none(&listed->type), or_none(&one.type));
    expect_text("the brokerage's slug", or_none(&listed->brokerage.slug),
                or_none(&one.brokerage.slug));
    snaptrade_authorization_free(&one);
}

START_TEST(it_lists_and_details)
{
    const struct snaptrade_user user = connect_to_target();
    struct snaptrade_authorization_list list;
    begin_get(list_path);
    const struct answer *answer = expect_done(
        snaptrade_list_brokerage_authorizations(client, &user, NULL, &list, &response), a_list);
    for (size_t i = 0; i < list.count; i++)
        expect_that(list.items[i].id.value != NULL, "an id", "one in each item", answer->body);
    for (size_t i = 0; i < list.count; i++)
        expect_detail(&user, &list.items[i]);
    snaptrade_authorization_list_free(&list);
    end();
}
END_TEST

START_TEST(it_removes_once)
{
    const struct snaptrade_user user = connect_to_target();
    const char *id = removable_id();
    const struct call removal = {.path = path_of(id), .method = "DELETE"};
    size_t before = count(&target()->credentials, NULL);
    begin(&removal);
    bool removed = snaptrade_remove_brokerage_authorization(client, id, &user, NULL, &response);
    const struct answer *answer = end_call();
    end_if_withdrawn(answer);
    if (!removed || response.status != 204 || response.body != NULL)
        fail_part("204 without a body", received(), "%s",
                  removed ? text("answered %d", response.status) : response.message);
    begin(&removal);
    expect_api_error(snaptrade_remove_brokerage_authorization(client, id, &user, NULL, &response),
                     NO_SUCH);
    expect_count("connections", before - 1, count(&target()->credentials, NULL));
    end();
}
END_TEST

START_TEST(it_deletes_a_connection)
{
    const struct snaptrade_user user = connect_to_target();
    const char *id = removable_id();
    const char *expected = text("200 with the connection_id %s", id);
    struct snaptrade_deletion deletion;
    begin(&(struct call){.path = text("/connection/%s", id), .method = "DELETE"});
    expect_done(snaptrade_delete_connection(client, id, &user, NULL, &deletion, &response),
                expected);
    expect_that(response.status == 200, "the status", expected, received());
    expect_text("the connection_id", id, deletion.connection_id.value);
    snaptrade_deletion_free(&deletion);
    end();
}
END_TEST

/* The events of `user_id`, or with NULL all of the partner's. */
static void list_events(const char *user_id, struct snaptrade_session_event_list *list)
{
    const struct snaptrade_session_event_query query = {.user_ids = user_id};
    const char *partner = escaped(target()->credentials.client_id), *now = time_text(0);
    const char *of_user = user_id != NULL ? text("userId=%s&", escaped(user_id)) : "";
    begin(&(struct call){.path = events_path,
                         .timestamp = now,
                         .query = text("PartnerClientId=%s&%sclientId=%s&timestamp=%s", partner,
                                       of_user, partner, now)});
    bool listed = snaptrade_list_session_events(client, user_id != NULL ? &query : NULL, NULL, list,
                                                &response);
    const struct answer *answer = end_call();
    end_if_withdrawn(answer);
    if (!listed)
        fail_part(events, received(), "%s", response.message);
}

START_TEST(it_lists_session_events)
{
    const char *user_id = target()->credentials.user_id;
    struct snaptrade_session_event_list list;
    connect_to_target();
    list_events(NULL, &list);
    snaptrade_session_event_list_free(&list);
    list_events(user_id, &list);
    for (size_t i = 0; i < list.count; i++)
        expect_text("an event's user_id", user_id, list.items[i].user_id.value);
    snaptrade_session_event_list_free(&list);
    end();
}
END_TEST

START_TEST(an_error_carries_status_detail_code_headers_and_time)
{
    struct credentials wrong = target()->credentials;
    const struct snaptrade_user user = connect_to_target();
    struct snaptrade_authorization one;
    begin_get(path_of(UNKNOWN_ID));
    expect_api_error(
        snaptrade_detail_brokerage_authorization(client, UNKNOWN_ID, &user, NULL, &one, &response),
        NO_SUCH);
    wrong.consumer_key = "wrong";
    connect_as(&wrong, NULL);
    begin(&(struct call){.path = list_path, .signed_key = wrong.consumer_key});
    expect_api_error(snaptrade_list_brokerage_authorizations(client, &user, NULL, NULL, &response),
                     BAD_SIGNATURE);
    end();
}
END_TEST

START_TEST(it_reads_the_api_status)
{
    static const char expected[] = "200 with a version, and online true";
    struct snaptrade_api_status status;
    connect_to_target();
    begin(&(struct call){.path = "/", .query = "", .without = WITHOUT_SIGNATURE});
    expect_done(snaptrade_check_status(client, NULL, &status, &response), expected);
    expect_that(status.online.value && status.version.value > 0, "the API status", expected,
                received());
    snaptrade_api_status_free(&status);
    end();
}
END_TEST

START_TEST(both_base_urls_serve)
{
    connect_as(&john, "");
    size_t bare = count(&john, "");
    connect_as(&john, "/api/v1");
    expect_count("connections", bare, count(&john, "/api/v1"));
    end();
}
END_TEST

START_TEST(keys_and_ids_that_are_hard_to_encode_serve)
{
    const struct credentials *const all[] = {&partner_2, &spaced_user, &odd_user, NULL};
    for (size_t i = 0; all[i] != NULL; i++) {
        connect_as(all[i], NULL);
        expect_some("connections", 1, count(all[i], NULL));
    }
    connect_as(&personal, NULL);
    expect_count("connections", 1, count(&personal, NULL));
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
    if (length >= sizeof copy->bytes - copy->length) /* a NUL stays behind them */
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
    const struct answer *sent = send_get(list_path);
    begin_get(list_path);
    bool done = snaptrade_list_brokerage_authorizations(client, &user, NULL, NULL, &response);
    expect_body(expect_done(done, a_list), sent->body);
    begin_get(list_path);
    done = snaptrade_list_brokerage_authorizations(client, &user, &streamed, NULL, &response);
    struct snaptrade_response shown = response;
    shown.body = copy.bytes;
    shown.body_length = copy.length;
    const struct answer *answer = client_ended(&exchange, &shown);
    look_at(answer);
    if (!done)
        fail_part(a_list, received(), "%s", response.message);
    expect_body(answer, sent->body);
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
