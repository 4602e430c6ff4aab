#include "loading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "member.h"
#include "rfc3339.h"

/* The id of a brokerage that was met before. */
struct loading_id {
    UT_hash_handle hh;
    struct snaptrade_uuid id;
};

/* A personal partner, and its place in the file. */
struct loading_personal {
    struct loading_personal *next;
    size_t index;
    char client_id[STORE_TEXT_SIZE];
};

/* Each adds one element that has its shape. */
typedef void adder(struct loading *loading, cJSON *element);

static const char *text_of(const cJSON *element, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, name));
}

static const char *client_id_of(const struct loading *loading, const cJSON *element)
{
    return loading->client_id != NULL ? loading->client_id : text_of(element, "clientId");
}

static struct snaptrade_uuid uuid_of(const cJSON *element, const char *name)
{
    struct snaptrade_uuid id = {{0}};
    const char *text = text_of(element, name);
    if (text != NULL)
        snaptrade_uuid_parse(text, strlen(text), &id);
    return id;
}

static void add_problem(struct loading *loading, const char *field, const char *what)
{
    size_t mark = problems_enter_member(&loading->problems, field);
    problems_add(&loading->problems, "%s", what);
    problems_leave(&loading->problems, mark);
}

/* A document has arrays where fixtures have files. */
static const char *place_of(const struct loading *loading, enum fixture_kind kind)
{
    return loading->client_id != NULL ? fixture_files[kind].array : fixture_files[kind].name;
}

static void add_unknown(struct loading *loading, enum fixture_kind kind, const cJSON *element,
                        const char *field)
{
    char quote[PROBLEM_QUOTE_SIZE];
    if (loading->broken[kind]) {
        loading->dropped = true;
        return;
    }
    size_t mark = problems_enter_member(&loading->problems, field);
    problems_add(&loading->problems, "%s is not in %s",
                 problem_quote(text_of(element, field), quote), place_of(loading, kind));
    problems_leave(&loading->problems, mark);
}

/* One that the elements do not name themselves was there when loading began. */
static void add_unknown_partner(struct loading *loading, const cJSON *element)
{
    if (loading->client_id != NULL)
        problems_add(&loading->problems, "the partner is gone");
    else
        add_unknown(loading, FIXTURE_PARTNERS, element, "clientId");
}

static enum fixture_kind owner_kind(const char *field)
{
    return strcmp(field, "brokerage_authorization") == 0 ? FIXTURE_AUTHORIZATIONS : FIXTURE_USERS;
}

/* What the store said of an element, as a problem. `owner` is the field that names the user, or
 * the connection, that it belongs to, NULL where there is none; `id` is the field that must be
 * unique. */
static void judge(struct loading *loading, enum store_result result, const cJSON *element,
                  const char *owner, const char *id)
{
    struct store_partner partner;
    switch (result) {
    case STORE_OK:
        break;
    case STORE_NO_MEMORY:
        problems_no_memory(&loading->problems);
        break;
    case STORE_DUPLICATE:
        add_problem(loading, id, "is taken by an earlier one");
        break;
    case STORE_NOT_FOUND:
        if (!store_find_partner(loading->store, client_id_of(loading, element), &partner))
            add_unknown_partner(loading, element);
        else if (owner != NULL)
            add_unknown(loading, owner_kind(owner), element, owner);
        break;
    }
}

/* False: the id was there before, or there is no memory; a problem was added. */
static bool add_brokerage_id(struct loading *loading, const cJSON *element)
{
    struct loading_id **all = &loading->brokerage_ids;
    struct snaptrade_uuid id = uuid_of(element, "id");
    struct loading_id *seen;
    HASH_FIND(hh, *all, &id, sizeof id, seen);
    if (seen != NULL) {
        judge(loading, STORE_DUPLICATE, element, NULL, "id");
        return false;
    }
    seen = calloc(1, sizeof *seen);
    if (seen != NULL) {
        seen->id = id;
        HASH_ADD(hh, *all, id, sizeof id, seen);
        if (seen->hh.tbl != NULL)
            return true;
        free(seen);
    }
    judge(loading, STORE_NO_MEMORY, element, NULL, NULL);
    return false;
}

static void free_ids(struct loading *loading)
{
    struct loading_id *seen, *next;
    HASH_ITER(hh, loading->brokerage_ids, seen, next)
    {
        HASH_DEL(loading->brokerage_ids, seen);
        free(seen);
    }
}

static void remember_personal(struct loading *loading, const struct store_partner *partner)
{
    struct loading_personal *personal = calloc(1, sizeof *personal);
    if (personal == NULL) {
        judge(loading, STORE_NO_MEMORY, NULL, NULL, NULL);
        return;
    }
    personal->next = loading->personal;
    personal->index = loading->index;
    memcpy(personal->client_id, partner->client_id, sizeof personal->client_id);
    loading->personal = personal;
}

/* A personal partner's calls stand for its one user: it must have it. */
void loading_check_personal(struct loading *loading, const char *partners_file)
{
    struct problems *problems = &loading->problems;
    problems->file = partners_file;
    for (const struct loading_personal *one = loading->personal; one != NULL; one = one->next) {
        struct store_user user;
        if (loading->broken[FIXTURE_USERS] ||
            store_first_user(loading->store, one->client_id, &user))
            continue;
        size_t outer = problems_enter_member(problems, fixture_files[FIXTURE_PARTNERS].array);
        size_t mark = problems_enter_element(problems, one->index);
        problems_add(problems, "is personal, and must have one user in %s",
                     place_of(loading, FIXTURE_USERS));
        problems_leave(problems, mark);
        problems_leave(problems, outer);
    }
}

static void add_partner(struct loading *loading, cJSON *element)
{
    struct store_partner partner = {
        .personal = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(element, "personal"))};
    snprintf(partner.client_id, sizeof partner.client_id, "%s", text_of(element, "clientId"));
    snprintf(partner.consumer_key, sizeof partner.consumer_key, "%s",
             text_of(element, "consumerKey"));
    if (partner.personal)
        remember_personal(loading, &partner);
    judge(loading, store_add_partner(loading->store, &partner), element, NULL, "clientId");
}

static void add_user(struct loading *loading, cJSON *element)
{
    struct store_user user, first;
    struct store_partner partner;
    const char *client_id = client_id_of(loading, element);
    snprintf(user.user_id, sizeof user.user_id, "%s", text_of(element, "userId"));
    snprintf(user.user_secret, sizeof user.user_secret, "%s", text_of(element, "userSecret"));
    if (store_find_partner(loading->store, client_id, &partner) && partner.personal &&
        store_first_user(loading->store, client_id, &first))
        add_problem(loading, loading->client_id != NULL ? "userId" : "clientId",
                    "is a second user of a personal partner, which has one only");
    else
        judge(loading, store_add_user(loading->store, client_id, &user), element, NULL, "userId");
}

static void add_brokerage(struct loading *loading, cJSON *element)
{
    if (!add_brokerage_id(loading, element))
        return;
    char *json = cJSON_PrintUnformatted(element);
    enum store_result result =
        json != NULL ? store_add_brokerage(loading->store, text_of(element, "slug"), json)
                     : STORE_NO_MEMORY;
    cJSON_free(json);
    judge(loading, result, element, NULL, "slug");
}

/* The element as it is served; cJSON_free() it. NULL: no memory. */
static char *print_authorization(cJSON *element, const struct buffer *brokerage)
{
    enum { USUAL_SIZE = 2048 };
    if (!member_put(element, "brokerage", cJSON_CreateRaw(brokerage->data)))
        return NULL;
    return cJSON_PrintBuffered(element, USUAL_SIZE, false);
}

static void add_authorization(struct loading *loading, cJSON *element)
{
    const struct snaptrade_uuid id = uuid_of(element, "id");
    const char *client_id = client_id_of(loading, element);
    struct store *catalogue = loading->catalogue != NULL ? loading->catalogue : loading->store;
    struct buffer *brokerage = &loading->brokerage;
    buffer_reset(brokerage);
    if (store_get_brokerage(catalogue, text_of(element, "brokerage"), brokerage) != STORE_OK) {
        add_unknown(loading, FIXTURE_BROKERAGES, element, "brokerage");
        return;
    }
    cJSON *client = cJSON_DetachItemFromObjectCaseSensitive(element, "clientId");
    cJSON *user = cJSON_DetachItemFromObjectCaseSensitive(element, "userId");
    char *json = brokerage->failed ? NULL : print_authorization(element, brokerage);
    enum store_result result = json == NULL ? STORE_NO_MEMORY
                                            : store_add_authorization(loading->store, client_id,
                                                                      user->valuestring, &id, json);
    cJSON_free(json);
    member_put_back(element, client);
    member_put_back(element, user);
    judge(loading, result, element, "userId", "id");
}

static void add_scenario(struct loading *loading, cJSON *element)
{
    char *json = cJSON_PrintUnformatted(element);
    enum store_result result =
        json != NULL ? store_add_scenario(loading->store, text_of(element, "name"), json)
                     : STORE_NO_MEMORY;
    cJSON_free(json);
    judge(loading, result, element, NULL, "name");
}

/* Takes the parts out of the element, and prints them and what is left, into `json`. */
static bool print_account(cJSON *element, char *json[STORE_ACCOUNT_PARTS])
{
    bool good = true;
    for (size_t part = STORE_ACCOUNT_PARTS; part-- > 0;) {
        const char *name = fixture_account_parts[part];
        cJSON *object =
            name != NULL ? cJSON_DetachItemFromObjectCaseSensitive(element, name) : element;
        json[part] = cJSON_PrintUnformatted(object);
        good = good && json[part] != NULL;
        if (object != element)
            cJSON_Delete(object);
    }
    return good;
}

static void add_account(struct loading *loading, cJSON *element)
{
    char *json[STORE_ACCOUNT_PARTS];
    struct store_account account = {.id = uuid_of(element, "id"),
                                    .authorization = uuid_of(element, "brokerage_authorization")};
    const char *client_id = client_id_of(loading, element);
    cJSON *client = cJSON_DetachItemFromObjectCaseSensitive(element, "clientId");
    bool good = print_account(element, json);
    for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
        account.json[part] = json[part];
    enum store_result result =
        good ? store_add_account(loading->store, client_id, &account) : STORE_NO_MEMORY;
    for (size_t part = 0; part < STORE_ACCOUNT_PARTS; part++)
        cJSON_free(json[part]);
    member_put_back(element, client);
    judge(loading, result, element, "brokerage_authorization", "id");
}

static void add_session_event(struct loading *loading, cJSON *element)
{
    struct store_session_event event = {.user_id = text_of(element, "user_id"),
                                        .session_id = text_of(element, "session_id")};
    const char *client_id = client_id_of(loading, element);
    const char *date = text_of(element, "created_date");
    event.id = uuid_of(element, "id");
    rfc3339_parse(date, strlen(date), &event.created);
    cJSON *client = cJSON_DetachItemFromObjectCaseSensitive(element, "clientId");
    char *json = cJSON_PrintUnformatted(element);
    event.json = json;
    enum store_result result =
        json != NULL ? store_add_session_event(loading->store, client_id, &event) : STORE_NO_MEMORY;
    cJSON_free(json);
    member_put_back(element, client);
    judge(loading, result, element, "user_id", "id");
}

static adder *const adders[FIXTURE_KINDS] = {
    [FIXTURE_PARTNERS] = add_partner,
    [FIXTURE_USERS] = add_user,
    [FIXTURE_BROKERAGES] = add_brokerage,
    [FIXTURE_SCENARIOS] = add_scenario,
    [FIXTURE_AUTHORIZATIONS] = add_authorization,
    [FIXTURE_ACCOUNTS] = add_account,
    [FIXTURE_SESSION_EVENTS] = add_session_event,
};

void loading_add_one(struct loading *loading, enum fixture_kind kind, cJSON *element)
{
    struct shape shape = fixture_files[kind].element;
    if (loading->client_id != NULL)
        shape.fields = fixture_fields_without_client(kind);
    if (!shape_check(&shape, element, &loading->problems))
        return;
    if (loading->problems.pointer.failed)
        problems_no_memory(&loading->problems);
    else
        adders[kind](loading, element);
}

static void pass_over(void *context, const char *file, const char *pointer, const char *what)
{
    (void)context;
    (void)file;
    (void)pointer;
    (void)what;
}

bool loading_add_quietly(struct store *store, const char *client_id, enum fixture_kind kind,
                         cJSON *element)
{
    struct loading loading = {
        .store = store, .problems = {.take = pass_over}, .client_id = client_id};
    loading_add_one(&loading, kind, element);
    bool good = loading.problems.count == 0;
    loading_free(&loading);
    return good;
}

void loading_add(struct loading *loading, enum fixture_kind kind, cJSON *array)
{
    struct problems *problems = &loading->problems;
    size_t before = problems->count;
    size_t outer = problems_enter_member(problems, fixture_files[kind].array);
    cJSON *element;
    loading->index = 0;
    loading->dropped = false;
    while ((element = cJSON_DetachItemViaPointer(array, array->child)) != NULL) {
        size_t mark = problems_enter_element(problems, loading->index);
        loading_add_one(loading, kind, element);
        problems_leave(problems, mark);
        loading->index++;
        cJSON_Delete(element); /* what the store takes next reuses the memory */
    }
    problems_leave(problems, outer);
    loading->broken[kind] = loading->broken[kind] || loading->dropped || problems->count > before;
}

void loading_free(struct loading *loading)
{
    for (struct loading_personal *one = loading->personal, *next; one != NULL; one = next) {
        next = one->next;
        free(one);
    }
    loading->personal = NULL;
    free_ids(loading);
    buffer_free(&loading->problems.pointer);
    buffer_free(&loading->brokerage);
}
