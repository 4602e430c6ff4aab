#include "fixtures.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "fixture_read.h"
#include "rfc3339.h"

/* A brokerage as it is embedded in authorizations. */
struct brokerage {
    UT_hash_handle hh; /* by slug */
    char *json;
    char slug[];
};

/* An id that was met before. */
struct seen {
    UT_hash_handle hh;
    struct snaptrade_uuid id;
};

/* A personal partner, and its place in the file. */
struct personal {
    struct personal *next;
    size_t index;
    char client_id[STORE_TEXT_SIZE];
};

struct loader {
    struct store *store;
    struct problems problems;
    size_t index; /* of the element being loaded */
    struct personal *personal;
    bool broken[FIXTURE_KINDS]; /* references into such a file are not reported */
    struct brokerage *brokerages;
    struct seen *brokerage_ids, *event_ids;
};

/* Each adds one element that has its shape. */
typedef void adder(struct loader *loader, cJSON *element);

static const char *text_of(const cJSON *element, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, name));
}

static struct snaptrade_uuid uuid_of(const cJSON *element, const char *name)
{
    struct snaptrade_uuid id = {{0}};
    const char *text = text_of(element, name);
    if (text != NULL)
        snaptrade_uuid_parse(text, strlen(text), &id);
    return id;
}

static void add_problem(struct loader *loader, const char *field, const char *what)
{
    size_t mark = problems_enter_member(&loader->problems, field);
    problems_add(&loader->problems, "%s", what);
    problems_leave(&loader->problems, mark);
}

static void add_unknown(struct loader *loader, enum fixture_kind kind, const cJSON *element,
                        const char *field)
{
    char quote[PROBLEM_QUOTE_SIZE];
    if (loader->broken[kind])
        return;
    size_t mark = problems_enter_member(&loader->problems, field);
    problems_add(&loader->problems, "%s is not in %s",
                 problem_quote(text_of(element, field), quote), fixture_files[kind].name);
    problems_leave(&loader->problems, mark);
}

/* What the store said of an element, as a problem. `user` is the field that names the user, NULL
 * where there is none; `id` is the field that must be unique. */
static void judge(struct loader *loader, enum store_result result, const cJSON *element,
                  const char *user, const char *id)
{
    struct store_partner partner;
    switch (result) {
    case STORE_OK:
        break;
    case STORE_NO_MEMORY:
        problems_add(&loader->problems, "out of memory");
        break;
    case STORE_DUPLICATE:
        add_problem(loader, id, "is taken by an earlier one");
        break;
    case STORE_NOT_FOUND:
        if (!store_find_partner(loader->store, text_of(element, "clientId"), &partner))
            add_unknown(loader, FIXTURE_PARTNERS, element, "clientId");
        else if (user != NULL)
            add_unknown(loader, FIXTURE_USERS, element, user);
        break;
    }
}

/* False: the id was there before, or there is no memory; a problem was added. */
static bool add_seen(struct loader *loader, struct seen **all, const cJSON *element)
{
    struct snaptrade_uuid id = uuid_of(element, "id");
    struct seen *seen;
    HASH_FIND(hh, *all, &id, sizeof id, seen);
    if (seen != NULL) {
        judge(loader, STORE_DUPLICATE, element, NULL, "id");
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
    judge(loader, STORE_NO_MEMORY, element, NULL, NULL);
    return false;
}

static void free_seen(struct seen **all)
{
    struct seen *seen, *next;
    HASH_ITER(hh, *all, seen, next)
    {
        HASH_DEL(*all, seen);
        free(seen);
    }
}

static void remember_personal(struct loader *loader, const struct store_partner *partner)
{
    struct personal *personal = calloc(1, sizeof *personal);
    if (personal == NULL) {
        judge(loader, STORE_NO_MEMORY, NULL, NULL, NULL);
        return;
    }
    personal->next = loader->personal;
    personal->index = loader->index;
    memcpy(personal->client_id, partner->client_id, sizeof personal->client_id);
    loader->personal = personal;
}

/* A personal partner's calls stand for its one user: it must have it. */
static void check_personal(struct loader *loader, const char *file)
{
    loader->problems.file = file;
    for (struct personal *personal = loader->personal, *next; personal != NULL; personal = next) {
        struct store_user user;
        next = personal->next;
        if (!loader->broken[FIXTURE_USERS] &&
            !store_first_user(loader->store, personal->client_id, &user)) {
            size_t outer = problems_enter_member(&loader->problems, "partners");
            size_t mark = problems_enter_element(&loader->problems, personal->index);
            problems_add(&loader->problems, "is personal, and must have one user in %s",
                         fixture_files[FIXTURE_USERS].name);
            problems_leave(&loader->problems, mark);
            problems_leave(&loader->problems, outer);
        }
        free(personal);
    }
}

static void add_partner(struct loader *loader, cJSON *element)
{
    struct store_partner partner = {
        .personal = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(element, "personal"))};
    snprintf(partner.client_id, sizeof partner.client_id, "%s", text_of(element, "clientId"));
    snprintf(partner.consumer_key, sizeof partner.consumer_key, "%s",
             text_of(element, "consumerKey"));
    if (partner.personal)
        remember_personal(loader, &partner);
    judge(loader, store_add_partner(loader->store, &partner), element, NULL, "clientId");
}

static void add_user(struct loader *loader, cJSON *element)
{
    struct store_user user, first;
    struct store_partner partner;
    const char *client_id = text_of(element, "clientId");
    snprintf(user.user_id, sizeof user.user_id, "%s", text_of(element, "userId"));
    snprintf(user.user_secret, sizeof user.user_secret, "%s", text_of(element, "userSecret"));
    if (store_find_partner(loader->store, client_id, &partner) && partner.personal &&
        store_first_user(loader->store, client_id, &first))
        add_problem(loader, "clientId", "is a personal partner, which has one user only");
    else
        judge(loader, store_add_user(loader->store, client_id, &user), element, NULL, "userId");
}

static struct brokerage *new_brokerage(const cJSON *element, const char *slug)
{
    struct brokerage *brokerage = calloc(1, sizeof *brokerage + strlen(slug) + 1);
    if (brokerage == NULL)
        return NULL;
    memcpy(brokerage->slug, slug, strlen(slug) + 1);
    brokerage->json = cJSON_PrintUnformatted(element);
    if (brokerage->json != NULL)
        return brokerage;
    free(brokerage);
    return NULL;
}

static void add_brokerage(struct loader *loader, cJSON *element)
{
    const char *slug = text_of(element, "slug");
    struct brokerage *brokerage;
    if (!add_seen(loader, &loader->brokerage_ids, element))
        return;
    HASH_FIND_STR(loader->brokerages, slug, brokerage);
    if (brokerage != NULL) {
        judge(loader, STORE_DUPLICATE, element, NULL, "slug");
        return;
    }
    brokerage = new_brokerage(element, slug);
    if (brokerage != NULL)
        HASH_ADD_STR(loader->brokerages, slug, brokerage);
    if (brokerage == NULL || brokerage->hh.tbl == NULL) {
        judge(loader, STORE_NO_MEMORY, element, NULL, NULL);
        if (brokerage != NULL)
            cJSON_free(brokerage->json);
        free(brokerage);
    }
}

static void free_brokerages(struct brokerage **all)
{
    struct brokerage *brokerage, *next;
    HASH_ITER(hh, *all, brokerage, next)
    {
        HASH_DEL(*all, brokerage);
        cJSON_free(brokerage->json);
        free(brokerage);
    }
}

/* The element as it is served; cJSON_free() it. NULL: no memory. */
static char *print_authorization(cJSON *element, const struct brokerage *brokerage)
{
    enum { USUAL_SIZE = 2048 };
    cJSON *raw = cJSON_CreateRaw(brokerage->json);
    if (raw == NULL)
        return NULL;
    cJSON_ReplaceItemInObjectCaseSensitive(element, "brokerage", raw);
    return cJSON_PrintBuffered(element, USUAL_SIZE, false);
}

static void add_authorization(struct loader *loader, cJSON *element)
{
    struct brokerage *brokerage;
    const struct snaptrade_uuid id = uuid_of(element, "id");
    HASH_FIND_STR(loader->brokerages, text_of(element, "brokerage"), brokerage);
    if (brokerage == NULL) {
        add_unknown(loader, FIXTURE_BROKERAGES, element, "brokerage");
        return;
    }
    cJSON *client = cJSON_DetachItemFromObjectCaseSensitive(element, "clientId");
    cJSON *user = cJSON_DetachItemFromObjectCaseSensitive(element, "userId");
    char *json = print_authorization(element, brokerage);
    enum store_result result = json == NULL
                                   ? STORE_NO_MEMORY
                                   : store_add_authorization(loader->store, client->valuestring,
                                                             user->valuestring, &id, json);
    cJSON_free(json);
    cJSON_AddItemToObject(element, "clientId", client);
    cJSON_AddItemToObject(element, "userId", user);
    judge(loader, result, element, "userId", "id");
}

static void add_session_event(struct loader *loader, cJSON *element)
{
    struct store_session_event event = {.user_id = text_of(element, "user_id"),
                                        .session_id = text_of(element, "session_id")};
    struct store_user user;
    const char *date = text_of(element, "created_date");
    if (!add_seen(loader, &loader->event_ids, element))
        return;
    rfc3339_parse(date, strlen(date), &event.created);
    cJSON *client = cJSON_DetachItemFromObjectCaseSensitive(element, "clientId");
    char *json = cJSON_PrintUnformatted(element);
    event.json = json;
    enum store_result result = STORE_NOT_FOUND;
    if (json == NULL)
        result = STORE_NO_MEMORY;
    else if (store_find_user(loader->store, client->valuestring, event.user_id, &user))
        result = store_add_session_event(loader->store, client->valuestring, &event);
    cJSON_free(json);
    cJSON_AddItemToObject(element, "clientId", client);
    judge(loader, result, element, "user_id", "id");
}

static void load_elements(struct loader *loader, const struct fixture_file *file, cJSON *array,
                          adder *add)
{
    struct problems *problems = &loader->problems;
    size_t outer = problems_enter_member(problems, file->array);
    cJSON *element;
    loader->index = 0;
    while ((element = cJSON_DetachItemViaPointer(array, array->child)) != NULL) {
        size_t mark = problems_enter_element(problems, loader->index);
        if (shape_check(&file->element, element, problems))
            add(loader, element);
        problems_leave(problems, mark);
        loader->index++;
        cJSON_Delete(element); /* what the store takes next reuses the memory */
    }
    problems_leave(problems, outer);
}

static adder *const adders[FIXTURE_KINDS] = {
    [FIXTURE_PARTNERS] = add_partner,
    [FIXTURE_USERS] = add_user,
    [FIXTURE_BROKERAGES] = add_brokerage,
    [FIXTURE_AUTHORIZATIONS] = add_authorization,
    [FIXTURE_SESSION_EVENTS] = add_session_event,
};

static void load_file(struct loader *loader, enum fixture_kind kind, const char *path)
{
    size_t before = loader->problems.count;
    cJSON *array = NULL;
    loader->problems.file = path;
    cJSON *document = fixture_read(&fixture_files[kind], &loader->problems, &array);
    if (document != NULL)
        load_elements(loader, &fixture_files[kind], array, adders[kind]);
    loader->broken[kind] = loader->problems.count > before;
    cJSON_Delete(document);
}

bool fixtures_load(const char *directory, struct store *store, struct buffer *problems)
{
    struct loader loader = {.store = store, .problems = {.out = problems}};
    char path[PATH_MAX];
    for (int kind = 0; kind < FIXTURE_KINDS; kind++) {
        snprintf(path, sizeof path, "%s/%s", directory, fixture_files[kind].name);
        load_file(&loader, (enum fixture_kind)kind, path);
    }
    snprintf(path, sizeof path, "%s/%s", directory, fixture_files[FIXTURE_PARTNERS].name);
    check_personal(&loader, path);
    bool good = loader.problems.count == 0;
    free_brokerages(&loader.brokerages);
    free_seen(&loader.brokerage_ids);
    free_seen(&loader.event_ids);
    buffer_free(&loader.problems.pointer);
    return good;
}
