#include "users.h"

#include "../random.h"
#include "answer.h"
#include "body.h"

_Static_assert((int)RANDOM_SECRET_SIZE <= (int)STORE_TEXT_SIZE, "a new userSecret has room");

/* Takes a member of the body as the user's; false: it is none. */
static bool take_text(const cJSON *body, const char *member, char text[STORE_TEXT_SIZE])
{
    const char *value;
    if (!body_text(body, member, &value) || value == NULL || strlen(value) >= STORE_TEXT_SIZE)
        return false;
    memcpy(text, value, strlen(value) + 1);
    return true;
}

/* Which of the body's members is missing or wrong; NULL: none. */
static const char *take_user(const cJSON *body, bool with_secret, struct store_user *user)
{
    if (!take_text(body, "userId", user->user_id))
        return "userId";
    return with_secret && !take_text(body, "userSecret", user->user_secret) ? "userSecret" : NULL;
}

static enum api_error read_user(struct context *context, bool with_secret)
{
    cJSON *body;
    if (context->partner.personal)
        return API_FORBIDDEN;
    enum api_error error = body_read(context->request, &body);
    if (error != API_OK)
        return error;
    context->argument = take_user(body, with_secret, &context->user);
    cJSON_Delete(body);
    return context->argument == NULL ? API_OK : API_BAD_MEMBER;
}

static void answer_user(const struct store_user *user, struct http_response *response)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "userId", user->user_id);
    cJSON_AddStringToObject(object, "userSecret", user->user_secret);
    answer_json(object, response);
}

enum api_error users_register(struct context *context, struct http_response *response)
{
    struct store_user *user = &context->user;
    enum api_error error = read_user(context, false);
    if (error != API_OK)
        return error;
    if (!random_secret(user->user_secret))
        return API_NO_MEMORY;
    context->argument = user->user_id;
    answer_user(user, response);
    if (!answer_is_ready(response))
        return API_NO_MEMORY;
    switch (store_add_user(context->config->store, context->partner.client_id, user)) {
    case STORE_OK:
        return API_OK;
    case STORE_DUPLICATE:
        return API_USER_TAKEN;
    default:
        return API_NO_MEMORY;
    }
}

enum api_error users_list_ids(struct context *context, struct http_response *response)
{
    if (context->partner.personal)
        return API_FORBIDDEN;
    response->status = 200;
    return answer_error(
        store_list_users(context->config->store, context->partner.client_id, &response->body));
}

enum api_error users_delete(struct context *context, struct http_response *response)
{
    const char *user_id = context->query.values[QUERY_USER_ID];
    if (context->partner.personal)
        return API_FORBIDDEN;
    context->argument = query_name_text(QUERY_USER_ID);
    if (user_id == NULL)
        return API_BAD_PARAMETER;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "status", "deleted");
    cJSON_AddStringToObject(object, "detail",
                            "User queued for deletion; please wait for webhook for confirmation.");
    cJSON_AddStringToObject(object, "userId", user_id);
    answer_json(object, response);
    if (!answer_is_ready(response))
        return API_NO_MEMORY;
    return answer_error(
        store_remove_user(context->config->store, context->partner.client_id, user_id));
}

enum api_error users_reset_secret(struct context *context, struct http_response *response)
{
    struct store *store = context->config->store;
    const char *client_id = context->partner.client_id;
    struct store_user known;
    enum api_error error = read_user(context, true);
    if (error != API_OK)
        return error;
    if (!store_find_user(store, client_id, context->user.user_id, &known) ||
        !snaptrade_secret_equal(context->user.user_secret, known.user_secret))
        return API_BAD_USER;
    if (!random_secret(known.user_secret))
        return API_NO_MEMORY;
    answer_user(&known, response);
    if (!answer_is_ready(response))
        return API_NO_MEMORY;
    switch (store_set_user_secret(store, client_id, &known)) {
    case STORE_OK:
        return API_OK;
    case STORE_NO_MEMORY:
        return API_NO_MEMORY;
    default:
        return API_BAD_USER; /* deleted just now */
    }
}
