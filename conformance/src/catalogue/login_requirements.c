/* POST /snapTrade/login, and the page to which its link leads */
#include <string.h>

#include "../exchange/expect.h"
#include "../exchange/user.h"
#include "requirement.h"
#include "snaptrade/uuid.h"

static const char login_path[] = "/snapTrade/login";

static const struct answer *login(const char *body)
{
    return send_call(&(struct call){.path = login_path, .method = "POST", .body = body});
}

/* The slug of a brokerage that can be connected. */
static const char *some_broker(void)
{
    const cJSON *item,
        *array =
            expect_items(send_call(&(struct call){.path = "/brokerages", .without = WITHOUT_USER}));
    cJSON_ArrayForEach(item, array)
    {
        const cJSON *enabled = cJSON_GetObjectItemCaseSensitive(item, "enabled");
        const cJSON *down = cJSON_GetObjectItemCaseSensitive(item, "maintenance_mode");
        if (!cJSON_IsFalse(enabled) && !cJSON_IsTrue(down))
            return required_text(item, "slug");
    }
    fail_part("a brokerage that can be connected", json_text(array), "there is none");
}

/* The value of a parameter of the link, as it stands there. */
static const char *parameter_of(const char *link, const char *name)
{
    size_t length = strlen(name);
    const char *place = strchr(link, '?');
    while (place != NULL && strncmp(place + 1, name, length) != 0)
        place = strchr(place + 1, '&');
    expect_that(place != NULL, "redirectURI", text("a parameter %s", name), link);
    const char *value = place != NULL ? place + 1 + length : "";
    return text("%.*s", (int)strcspn(value, "&"), value);
}

static const char *link_of(const struct answer *answer)
{
    const char *link = required_text(expect_object(answer), "redirectURI");
    expect_that(strncmp(link, "http", strlen("http")) == 0, "redirectURI", "an http URL", link);
    return link;
}

/* The page behind a link, which needs no signature, where it is at the server that is judged. */
static const struct answer *follow(const char *link)
{
    size_t length = strlen(target()->origin);
    bool here = strncmp(link, target()->origin, length) == 0 && link[length] == '/';
    if (!here && !target()->spawned)
        unjudged("its connection portal is at another host");
    expect_that(here, "redirectURI", text("a link to %s", target()->origin), link);
    const char *path = link + length, *query = strchr(path, '?');
    return send_call(&(struct call){.base_path = "",
                                    .path = text("%.*s", (int)strcspn(path, "?"), path),
                                    .query = query != NULL ? query + 1 : "",
                                    .without = WITHOUT_SIGNATURE});
}

static void expect_page(const struct answer *answer)
{
    const char *type = expect_some_header(answer, "Content-Type");
    expect_that(strncmp(type, "text/html", strlen("text/html")) == 0, "Content-Type", "text/html",
                type);
}

static void expect_refusal(const char *body)
{
    const struct answer *answer = login(body);
    expect_status(answer, 400);
    const cJSON *envelope = expect_json(answer);
    expect_text("the code", "1012", member_text(envelope, "code"));
    required_text(envelope, "detail");
}

START_TEST(it_answers_a_link_and_its_session)
{
    const struct answer *answer = login(NULL);
    const char *link = link_of(answer);
    const char *session = required_text(expect_object(answer), "sessionId");
    struct snaptrade_uuid id;
    expect_that(snaptrade_uuid_parse(session, strlen(session), &id), "sessionId", "a UUID",
                session);
    expect_text("sessionId of the link", session, parameter_of(link, "sessionId="));
    expect_text("clientId of the link", escaped(target()->credentials.client_id),
                parameter_of(link, "clientId="));
    expect_that(strlen(parameter_of(link, "token=")) > 0, "token of the link", "a token", link);
}
END_TEST

START_TEST(a_body_may_be_left_out)
{
    static const char *const bodies[] = {NULL, "{}", "{\"broker\":null,\"reconnect\":null}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        link_of(login(bodies[i]));
}
END_TEST

START_TEST(all_options_may_be_given)
{
    const char *broker = some_broker();
    const char *link = link_of(login(text(
        "{\"broker\":\"%s\",\"immediateRedirect\":true,\"customRedirect\":\"myapp://done?a=1\","
        "\"connectionType\":\"read\",\"showCloseButton\":false,\"darkMode\":true,"
        "\"locale\":\"pt-BR\",\"connectionPortalVersion\":\"v4\"}",
        broker)));
    expect_text("broker of the link", escaped(broker), parameter_of(link, "broker="));
    static const char *const types[] = {"read", "trade", "trade-if-available"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        link_of(login(text("{\"connectionType\":\"%s\"}", types[i])));
}
END_TEST

START_TEST(a_connection_may_be_reconnected)
{
    link_of(login(text("{\"reconnect\":\"%s\"}", first_id())));
}
END_TEST

START_TEST(each_login_has_a_token_and_a_session)
{
    const char *one = link_of(login(NULL)), *other = link_of(login(NULL));
    static const char *const names[] = {"token=", "sessionId="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        expect_that(strcmp(parameter_of(one, names[i]), parameter_of(other, names[i])) != 0,
                    names[i], "another than that of the login before",
                    parameter_of(other, names[i]));
}
END_TEST

START_TEST(an_unknown_broker_is_refused)
{
    expect_refusal("{\"broker\":\"NO-SUCH-BROKER\"}");
}
END_TEST

START_TEST(an_unknown_connection_is_not_reconnected)
{
    expect_refusal("{\"reconnect\":\"" UNKNOWN_ID "\"}");
    expect_refusal("{\"reconnect\":\"x\"}");
}
END_TEST

START_TEST(another_users_connection_is_not_reconnected)
{
    static const char body[] = "{\"reconnect\":\"" SECOND_USERS_ID "\"}";
    const struct answer *answer = send_call(
        &(struct call){.path = login_path, .method = "POST", .as = &second_user, .body = body});
    link_of(answer);
    expect_refusal(body);
}
END_TEST

START_TEST(an_unknown_type_is_refused)
{
    expect_refusal("{\"connectionType\":\"write\"}");
}
END_TEST

START_TEST(it_wants_the_credentials_of_a_user)
{
    struct credentials wrong = target()->credentials;
    wrong.user_secret = "wrong";
    struct call call = {.path = login_path, .method = "POST", .as = &wrong};
    expect_error(send_call(&call), BAD_USER);
    call = (struct call){.path = login_path, .method = "POST", .without = WITHOUT_USER_SECRET};
    expect_error(send_call(&call), NO_USER);
    call = (struct call){.path = login_path, .method = "POST", .signed_key = "wrong"};
    expect_error(send_call(&call), BAD_SIGNATURE);
}
END_TEST

START_TEST(the_link_leads_to_a_page)
{
    const char *link = link_of(login(NULL));
    for (int i = 0; i < 2; i++) {
        const struct answer *page = follow(link);
        expect_status(page, 200);
        expect_page(page);
    }
}
END_TEST

START_TEST(a_changed_link_leads_nowhere)
{
    const char *link = link_of(login(NULL));
    const char *place = strstr(link, "token=") + strlen("token=");
    const struct answer *page =
        follow(text("%.*s%c%s", (int)(place - link), link, *place == '0' ? '1' : '0', place + 1));
    expect_status(page, 401);
    expect_page(page);
}
END_TEST

START_TEST(the_link_of_a_deleted_user_leads_nowhere)
{
    const struct credentials user = registered_user(new_user_id(""));
    const char *link =
        link_of(send_call(&(struct call){.path = login_path, .method = "POST", .as = &user}));
    expect_status(follow(link), 200);
    expect_object(delete_user(user.user_id, NULL));
    expect_status(follow(link), 401);
}
END_TEST

static const struct requirement rows[] = {
    {"LOGIN-001", MUST, SPEC, "OpenAPI file, 2026-08: loginSnapTradeUser", "changes", CHANGES, NULL,
     &it_answers_a_link_and_its_session,
     "POST /snapTrade/login answers 200 with a sessionId and a redirectURI, which has a token, the "
     "clientId and that sessionId."},
    {"LOGIN-002", MUST, SDK, "wire capture of PyPI's snaptrade 1.1.0: it sends no body", "changes",
     CHANGES, NULL, &a_body_may_be_left_out,
     "The body may be left out, be {}, or have members that are null."},
    {"LOGIN-003", MUST, SPEC, "OpenAPI file, 2026-08: loginSnapTradeUser", "changes", CHANGES, NULL,
     &all_options_may_be_given,
     "Every documented option may be given: any connectionType, and a customRedirect of a scheme "
     "of "
     "its own; the link names the broker."},
    {"LOGIN-004", MUST, SPEC, "OpenAPI file, 2026-08: loginSnapTradeUser, reconnect", "changes",
     CHANGES, NULL, &a_connection_may_be_reconnected,
     "reconnect may be the id of an authorization of the user."},
    {"LOGIN-005", MUST, ASSUMED, "our choice", "changes", CHANGES, NULL,
     &each_login_has_a_token_and_a_session, "Each login has a token and a sessionId of its own."},
    {"LOGIN-006", MUST, SPEC, "documentation of the connection portal, 2026-08: 400, code 1012",
     "changes", CHANGES, NULL, &an_unknown_broker_is_refused, "An unknown broker: 400, code 1012."},
    {"LOGIN-007", MUST, SPEC, "documentation of the connection portal, 2026-08: 400, code 1012",
     "changes id", CHANGES, NULL, &an_unknown_connection_is_not_reconnected,
     "reconnect of an unknown authorization, or by what is no UUID: 400, code 1012."},
    {"LOGIN-008", MUST, ASSUMED, "our choice", "changes isolation", DEFAULT_FIXTURES | CHANGES,
     NULL, &another_users_connection_is_not_reconnected,
     "reconnect of another user's authorization: 400, code 1012, as if there were none."},
    {"LOGIN-009", MUST, SPEC, "documentation of the connection portal, 2026-08: 400, code 1012",
     "changes", CHANGES, NULL, &an_unknown_type_is_refused,
     "A connectionType other than read, trade and trade-if-available: 400, code 1012."},
    {"LOGIN-010", MUST, SPEC, "OpenAPI file, 2026-08: each call lists its credentials",
     "changes credentials", CHANGES, NULL, &it_wants_the_credentials_of_a_user,
     "Login refuses a wrong or missing userSecret and a wrong signature, as the calls of "
     "authorizations do."},
    {"LOGIN-011", MUST, SPEC, "documentation of the connection portal, 2026-08", "changes portal",
     CHANGES, NULL, &the_link_leads_to_a_page,
     "The link leads to a page in HTML without a signature, more than once until a connection is "
     "made."},
    {"LOGIN-012", MUST, ASSUMED, "our choice", "changes portal", CHANGES, NULL,
     &a_changed_link_leads_nowhere, "A link with another token leads to a page with 401."},
    {"LOGIN-013", MUST, ASSUMED, "our choice", "changes portal", CHANGES, NULL,
     &the_link_of_a_deleted_user_leads_nowhere,
     "The link of a user who was deleted meanwhile leads to a page with 401."},
};
const struct area login_area = AREA("LOGIN", "POST /snapTrade/login and its link", rows);
