#include "document.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "../random.h"
#include "loading.h"
#include "member.h"

/* In this order: what refers stands behind what it refers to. */
static const enum fixture_kind kinds[] = {FIXTURE_USERS, FIXTURE_AUTHORIZATIONS, FIXTURE_ACCOUNTS,
                                          FIXTURE_SESSION_EVENTS};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

struct writer {
    cJSON *users, *authorizations, *accounts, *events;
    bool failed;
};

static void add(struct writer *writer, cJSON *array, cJSON *element)
{
    if (element == NULL || !cJSON_AddItemToArray(array, element)) {
        cJSON_Delete(element);
        writer->failed = true;
    }
}

static void write_user(void *context, const struct store_user *user)
{
    struct writer *writer = context;
    cJSON *element = cJSON_CreateObject();
    if (cJSON_AddStringToObject(element, "userId", user->user_id) == NULL ||
        cJSON_AddStringToObject(element, "userSecret", user->user_secret) == NULL)
        writer->failed = true;
    add(writer, writer->users, element);
}

/* As in a fixture: with the user's id, and the slug in the place of the brokerage. */
static void write_authorization(void *context, const char *user_id, const struct snaptrade_uuid *id,
                                const char *json, size_t length)
{
    (void)id;
    struct writer *writer = context;
    cJSON *element = cJSON_ParseWithLength(json, length);
    const cJSON *brokerage = cJSON_GetObjectItemCaseSensitive(element, "brokerage");
    cJSON *slug = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(brokerage, "slug"), true);
    cJSON *user = cJSON_CreateString(user_id);
    if (!member_put(element, "brokerage", slug))
        writer->failed = true;
    if (user == NULL || !cJSON_AddItemToObject(element, "userId", user)) {
        cJSON_Delete(user);
        writer->failed = true;
    }
    add(writer, writer->authorizations, element);
}

/* As in a fixture: with its parts. */
static void write_account(void *context, const struct store_account *account)
{
    struct writer *writer = context;
    cJSON *element = cJSON_Parse(account->json[STORE_ACCOUNT]);
    for (size_t part = STORE_ACCOUNT + 1; part < STORE_ACCOUNT_PARTS; part++) {
        cJSON *array = cJSON_Parse(account->json[part]);
        if (array == NULL || !cJSON_AddItemToObject(element, fixture_account_parts[part], array)) {
            cJSON_Delete(array);
            writer->failed = true;
        }
    }
    add(writer, writer->accounts, element);
}

static void write_event(void *context, const struct store_session_event *event)
{
    struct writer *writer = context;
    add(writer, writer->events, cJSON_Parse(event->json));
}

cJSON *document_write(struct store *store, const char *client_id)
{
    static const struct store_visitor visitor = {write_user, write_authorization, write_account,
                                                 write_event};
    cJSON *document = cJSON_CreateObject();
    struct writer writer = {
        .users = cJSON_AddArrayToObject(document, fixture_files[FIXTURE_USERS].array),
        .authorizations =
            cJSON_AddArrayToObject(document, fixture_files[FIXTURE_AUTHORIZATIONS].array),
        .accounts = cJSON_AddArrayToObject(document, fixture_files[FIXTURE_ACCOUNTS].array),
        .events = cJSON_AddArrayToObject(document, fixture_files[FIXTURE_SESSION_EVENTS].array),
    };
    if (writer.events != NULL && store_visit(store, client_id, &visitor, &writer) == STORE_OK &&
        !writer.failed)
        return document;
    cJSON_Delete(document);
    return NULL;
}

static void add_at(struct problems *problems, const char *member, const char *what)
{
    size_t mark = problems_enter_member(problems, member);
    problems_add(problems, "%s", what);
    problems_leave(problems, mark);
}

static bool is_array_name(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(name, fixture_files[kinds[i]].array) == 0)
            return true;
    return false;
}

/* Is it an object of these arrays? */
static bool check_arrays(const cJSON *document, struct problems *problems)
{
    size_t before = problems->count;
    if (!cJSON_IsObject(document)) {
        problems_add(problems, "must be an object");
        return false;
    }
    for (const cJSON *member = document->child; member != NULL; member = member->next) {
        if (!is_array_name(member->string))
            add_at(problems, member->string, "unknown field");
        else if (member != cJSON_GetObjectItemCaseSensitive(document, member->string))
            add_at(problems, member->string, "stands twice in its object");
        else if (!cJSON_IsArray(member))
            add_at(problems, member->string, "must be an array");
    }
    for (size_t i = 0; i < KINDS; i++)
        if (!fixture_files[kinds[i]].optional &&
            cJSON_GetObjectItemCaseSensitive(document, fixture_files[kinds[i]].array) == NULL)
            add_at(problems, fixture_files[kinds[i]].array, "missing");
    return problems->count == before;
}

static bool load(struct store *store, struct store *built, const struct store_partner *partner,
                 cJSON *document, struct problems *problems)
{
    struct store_user user;
    struct loading loading = {
        .store = built, .catalogue = store, .problems = *problems, .client_id = partner->client_id};
    for (size_t i = 0; i < KINDS; i++) {
        cJSON *array = cJSON_GetObjectItemCaseSensitive(document, fixture_files[kinds[i]].array);
        if (array != NULL)
            loading_add(&loading, kinds[i], array);
    }
    *problems = loading.problems; /* the pointer's memory may have moved */
    loading.problems.pointer = (struct buffer){0};
    loading_free(&loading);
    if (problems->count == 0 && partner->personal &&
        !store_first_user(built, partner->client_id, &user))
        add_at(problems, fixture_files[FIXTURE_USERS].array, "a personal partner must have a user");
    return problems->count == 0;
}

bool document_restore(struct store *store, const char *client_id, cJSON *document, bool as_start,
                      struct problems *problems)
{
    struct store_partner partner;
    if (!check_arrays(document, problems))
        return false;
    if (!store_find_partner(store, client_id, &partner)) {
        problems_add(problems, "the partner is gone");
        return false;
    }
    struct store *built = store_new();
    bool good = built != NULL && store_add_partner(built, &partner) == STORE_OK;
    if (!good)
        problems_no_memory(problems);
    else if (!load(store, built, &partner, document, problems))
        good = false;
    else if (store_take_contents(store, client_id, built, as_start) != STORE_OK) {
        problems_add(problems, "the partner is gone");
        good = false;
    }
    store_free(built);
    return good;
}

/* An id and what it becomes. */
struct renewed {
    UT_hash_handle hh;
    struct snaptrade_uuid id;
    char text[SNAPTRADE_UUID_LENGTH + 1];
};

static const char *renew(struct renewed **all, const char *text)
{
    struct snaptrade_uuid id;
    struct renewed *renewed;
    if (!snaptrade_uuid_parse(text, strlen(text), &id))
        return text;
    HASH_FIND(hh, *all, &id, sizeof id, renewed);
    if (renewed != NULL)
        return renewed->text;
    renewed = calloc(1, sizeof *renewed);
    if (renewed == NULL)
        return NULL;
    renewed->id = id;
    if (random_uuid_text(renewed->text)) {
        HASH_ADD(hh, *all, id, sizeof id, renewed);
        if (renewed->hh.tbl != NULL)
            return renewed->text;
    }
    free(renewed);
    return NULL;
}

static bool renew_field(struct renewed **all, cJSON *element, const char *field)
{
    cJSON *value = cJSON_GetObjectItemCaseSensitive(element, field);
    if (!cJSON_IsString(value))
        return true;
    const char *text = renew(all, value->valuestring);
    return text != NULL && cJSON_SetValuestring(value, text) != NULL;
}

bool document_renew_ids(cJSON *document)
{
    static const char *const fields[] = {"id", "session_id", "brokerage_authorization_id",
                                         "brokerage_authorization"};
    struct renewed *all = NULL, *renewed, *next;
    bool good = true;
    for (size_t kind = 1; kind < KINDS; kind++) {
        cJSON *element;
        cJSON_ArrayForEach(
            element, cJSON_GetObjectItemCaseSensitive(document, fixture_files[kinds[kind]].array))
        {
            for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
                good = good && renew_field(&all, element, fields[i]);
        }
    }
    HASH_ITER(hh, all, renewed, next)
    {
        HASH_DEL(all, renewed);
        free(renewed);
    }
    return good;
}
