/* DELETE /authorizations/{authorizationId} and DELETE /connection/{connectionId} */
#include <pthread.h>
#include <string.h>
#include <strings.h>

#include "../exchange/client_exchange.h"
#include "../exchange/expect.h"
#include "requirement.h"

static const char authorizations[] = "/authorizations", connection[] = "/connection";

static const struct answer *delete_as(const char *where, const char *id,
                                      const struct credentials *as)
{
    return send_call(
        &(struct call){.path = text("%s/%s", where, id), .method = "DELETE", .as = as});
}

static const struct answer *detail_of(const char *id)
{
    return send_get(text("/authorizations/%s", id));
}

START_TEST(it_answers_204_without_a_body)
{
    const struct answer *answer = send_raw(
        &(struct call){.path = text("%s/%s", authorizations, removable_id()), .method = "DELETE"});
    expect_status(answer, 204);
    expect_body(answer, "");
}
END_TEST

START_TEST(a_204_describes_no_body)
{
    const struct answer *answer = delete_as(authorizations, removable_id(), NULL);
    expect_status(answer, 204);
    expect_no_header(answer, "Content-Type");
    expect_no_header(answer, "Content-Length");
    expect_no_header(answer, "Transfer-Encoding");
    const struct answer *next = send_get(authorizations);
    expect_array(next);
    expect_open_connection(next);
}
END_TEST

START_TEST(what_was_removed_is_gone)
{
    const char *id = removable_id();
    const size_t before = items_of(expect_array(send_get(authorizations)));
    expect_status(delete_as(authorizations, id, NULL), 204);
    expect_error(detail_of(id), NO_SUCH);
    expect_listed(send_get(authorizations), id, false);
    expect_count("connections", before - 1, items_of(expect_array(send_get(authorizations))));
}
END_TEST

START_TEST(what_was_removed_cannot_be_removed_again)
{
    const char *id = removable_id();
    expect_status(delete_as(authorizations, id, NULL), 204);
    expect_error(delete_as(authorizations, id, NULL), NO_SUCH);
    expect_error(delete_as(connection, id, NULL), NO_SUCH);
}
END_TEST

START_TEST(an_id_that_is_no_uuid_is_not_removed)
{
    expect_error(delete_as(authorizations, "x", NULL), BAD_ID);
    expect_error(delete_as(authorizations, "not%20a%2Fuuid", NULL), BAD_ID);
    expect_error(delete_as(authorizations, UNKNOWN_ID "0", NULL), BAD_ID);
}
END_TEST

START_TEST(an_unknown_id_cannot_be_removed)
{
    expect_error(delete_as(authorizations, UNKNOWN_ID, NULL), NO_SUCH);
}
END_TEST

START_TEST(another_users_connection_stays)
{
    const char *const places[] = {authorizations, connection};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        expect_error(delete_as(places[i], SECOND_USERS_ID, &john), NO_SUCH);
        expect_error(delete_as(places[i], SECOND_USERS_ID, &partner_2), NO_SUCH);
    }
    expect_listed(send_call(&(struct call){.path = authorizations, .as = &second_user}),
                  SECOND_USERS_ID, true);
}
END_TEST

START_TEST(a_refused_request_removes_nothing)
{
    const char *id = removable_id();
    const char *path = text("/authorizations/%s", id);
    const struct call calls[] = {
        {.path = path, .method = "DELETE", .signed_key = "wrong"},
        {.path = path, .method = "DELETE", .without = WITHOUT_SIGNATURE},
        {.path = path, .method = "DELETE", .timestamp = "1"},
        {.path = path, .method = "DELETE", .without = WITHOUT_USER_SECRET},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        expect_status(send_call(&calls[i]), 401);
    expect_listed(send_get(authorizations), id, true);
}
END_TEST

struct removal {
    pthread_barrier_t *start;
    const char *id;
    struct client_exchange exchange;
    struct snaptrade_response response;
};

static void *remove_at_once(void *context)
{
    struct removal *removal = context;
    const struct credentials *as = &target()->credentials;
    const struct snaptrade_client_options options = {.base_url = target()->base_url,
                                                     .client_id = as->client_id,
                                                     .consumer_key = as->consumer_key,
                                                     .timeout_ms = target()->timeout_ms,
                                                     .ca_file = target()->ca_file,
                                                     .clock = client_exchange_time,
                                                     .clock_context = &removal->exchange};
    const struct snaptrade_user user = {as->user_id, as->user_secret};
    snaptrade_client *client = snaptrade_client_new(&options, NULL);
    pthread_barrier_wait(removal->start);
    if (client != NULL)
        snaptrade_remove_brokerage_authorization(client, removal->id, &user, NULL,
                                                 &removal->response);
    snaptrade_client_free(client);
    return NULL;
}

/* The answer of each. */
static void send_both(struct removal removals[2], const struct answer *answers[2])
{
    pthread_t threads[2];
    pthread_barrier_t start;
    ck_assert_int_eq(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        removals[i].start = &start;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, remove_at_once, &removals[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
    for (int i = 0; i < 2; i++) {
        answers[i] = client_ended(&removals[i].exchange, &removals[i].response);
        snaptrade_response_free(&removals[i].response);
    }
}

static void remove_twice_at_once(const char *id)
{
    const struct call call = {.path = text("%s/%s", authorizations, id), .method = "DELETE"};
    const struct answer *answers[2];
    struct removal removals[2] = {{.id = id}, {.id = id}};
    for (int i = 0; i < 2; i++)
        removals[i].exchange = client_begins(&call);
    send_both(removals, answers);
    int first = answers[0]->status, second = answers[1]->status;
    look_at(answers[first == 204 ? 1 : 0]); /* what the one that came second was told */
    if ((first != 204 || second != 404) && (first != 404 || second != 204))
        fail_part("204 and 404", text("%d and %d", first, second),
                  "two removals at once answered %d and %d", first, second);
}

START_TEST(of_two_removals_at_once_one_succeeds)
{
    expect_error(delete_as(authorizations, UNKNOWN_ID, NULL), NO_SUCH);
    remove_twice_at_once(removable_id());
    if (care_is_on())
        return;
    const cJSON *item, *array = expect_items(send_get(authorizations));
    cJSON_ArrayForEach(item, array)
    {
        remove_twice_at_once(required_text(item, "id"));
    }
}
END_TEST

START_TEST(delete_connection_answers_with_the_id)
{
    const char *id = removable_id();
    const cJSON *object = expect_object(delete_as(connection, id, NULL));
    expect_text("the detail",
                "Connection queued for deletion; please wait for webhook for confirmation.",
                member_text(object, "detail"));
    expect_text("the connection_id", id, member_text(object, "connection_id"));
}
END_TEST

START_TEST(a_deleted_connection_is_gone)
{
    const char *id = removable_id();
    expect_status(delete_as(connection, id, NULL), 200);
    expect_error(detail_of(id), NO_SUCH);
    expect_listed(send_get(authorizations), id, false);
}
END_TEST

START_TEST(delete_connection_errs_as_remove_does)
{
    expect_error(delete_as(connection, "x", NULL), BAD_ID);
    expect_error(delete_as(connection, UNKNOWN_ID, NULL), NO_SUCH);
    expect_error(send_call(&(struct call){
                     .path = "/connection/" UNKNOWN_ID, .method = "DELETE", .signed_key = "wrong"}),
                 BAD_SIGNATURE);
}
END_TEST

START_TEST(only_one_is_removed)
{
    const char *id = removable_id();
    const cJSON *item, *array = expect_items(send_get(authorizations));
    expect_status(delete_as(authorizations, id, NULL), 204);
    cJSON_ArrayForEach(item, array)
    {
        const char *other = required_text(item, "id");
        if (strcasecmp(other, id) != 0)
            expect_object(detail_of(other));
    }
}
END_TEST

static const struct requirement rows[] = {
    {"REMOVE-001", MUST, DOC, "API document of 2023-05-01, removeBrokerageAuthorization",
     "smoke removes withdrawn", REMOVALS, NULL, &it_answers_204_without_a_body,
     "DELETE /authorizations/{authorizationId} answers 204 without a body."},
    {"REMOVE-002", MUST, ASSUMED, "our choice", "removes headers withdrawn", REMOVALS, NULL,
     &a_204_describes_no_body,
     "A 204 has no Content-Type, Content-Length or Transfer-Encoding, and the connection goes on."},
    {"REMOVE-003", MUST, DOC, "API document of 2023-05-01, removeBrokerageAuthorization",
     "removes withdrawn", REMOVALS, NULL, &what_was_removed_is_gone,
     "What was removed is neither listed nor found by the next request."},
    {"REMOVE-004", MUST, DOC, "API document of 2023-05-01, removeBrokerageAuthorization",
     "removes withdrawn", REMOVALS, NULL, &what_was_removed_cannot_be_removed_again,
     "Removing it again: 404 The requested resource does not exist., code 1011."},
    {"REMOVE-005", MUST, DOC, "API document of 2023-05-01, removeBrokerageAuthorization: 400",
     "id withdrawn", NOTHING, NULL, &an_id_that_is_no_uuid_is_not_removed,
     "Removing by an id that is no UUID: 400 The specified authorizationId is invalid (not a UUID "
     "string)."},
    {"REMOVE-006", MUST, DOC, "API document of 2023-05-01, removeBrokerageAuthorization: 404",
     "id withdrawn", NOTHING, NULL, &an_unknown_id_cannot_be_removed,
     "Removing by an unknown id: 404 The requested resource does not exist., code 1011."},
    {"REMOVE-007", MUST, ASSUMED, "our choice", "isolation withdrawn", DEFAULT_FIXTURES | REMOVALS,
     NULL, &another_users_connection_stays,
     "Removing another user's authorization: 404, and it stays."},
    {"REMOVE-008", MUST, DOC,
     "API document of 2023-05-01, removeBrokerageAuthorization: each call lists its credentials",
     "removes credentials withdrawn", REMOVALS, NULL, &a_refused_request_removes_nothing,
     "A request that is refused with 401 removes nothing."},
    {"REMOVE-009", MUST, ASSUMED, "our choice", "removes withdrawn", REMOVALS, NULL,
     &of_two_removals_at_once_one_succeeds,
     "Of two removals of one id at once, exactly one answers 204 and the other 404."},
    {"REMOVE-010", MUST, SPEC, "OpenAPI file, 2026-03: DELETE /connection/{connectionId}",
     "removes", REMOVALS, NULL, &delete_connection_answers_with_the_id,
     "DELETE /connection/{connectionId} answers 200 with detail and connection_id."},
    {"REMOVE-011", MUST, ASSUMED, "our choice", "removes", REMOVALS, NULL,
     &a_deleted_connection_is_gone,
     "What DELETE /connection took is neither listed nor found by the next request."},
    {"REMOVE-012", MUST, ASSUMED, "our choice", "id", NOTHING, NULL,
     &delete_connection_errs_as_remove_does,
     "DELETE /connection answers 400, 401 and 404 as remove does."},
    {"REMOVE-013", MUST, DOC, "API document of 2023-05-01, removeBrokerageAuthorization",
     "removes withdrawn", REMOVALS, NULL, &only_one_is_removed,
     "The user's other authorizations stay."},
};
const struct area remove_area =
    AREA("REMOVE", "DELETE /authorizations/{authorizationId} and /connection/{connectionId}", rows);
