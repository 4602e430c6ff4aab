#include "contents.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

enum { LEAST_EVENTS = 64 };

struct json_text *json_text_new(const char *bytes, size_t length)
{
    struct json_text *text = malloc(sizeof *text + length + 1);
    if (text == NULL)
        return NULL;
    atomic_init(&text->holders, 1);
    text->length = length;
    memcpy(text->bytes, bytes, length);
    text->bytes[length] = '\0';
    return text;
}

struct json_text *json_text_hold(struct json_text *text)
{
    atomic_fetch_add(&text->holders, 1);
    return text;
}

void json_text_release(struct json_text *text)
{
    if (text != NULL && atomic_fetch_sub(&text->holders, 1) == 1)
        free(text);
}

struct contents *contents_new(void)
{
    struct contents *contents = calloc(1, sizeof *contents);
    if (contents != NULL)
        atomic_init(&contents->holders, 1);
    return contents;
}

struct contents *contents_hold(struct contents *contents)
{
    atomic_fetch_add(&contents->holders, 1);
    return contents;
}

static void free_authorization(struct authorization *authorization)
{
    json_text_release(authorization->json);
    free(authorization);
}

static void free_event(struct event *event)
{
    json_text_release(event->json);
    free(event);
}

void contents_release(struct contents *contents)
{
    struct user *user, *next_user;
    struct authorization *authorization, *next;
    if (contents == NULL || atomic_fetch_sub(&contents->holders, 1) != 1)
        return;
    HASH_ITER(hh, contents->authorizations, authorization, next)
    {
        contents_remove_accounts(contents, authorization);
        HASH_DEL(contents->authorizations, authorization);
        free_authorization(authorization);
    }
    HASH_ITER(hh, contents->users, user, next_user)
    {
        HASH_DEL(contents->users, user);
        free(user);
    }
    HASH_CLEAR(hh, contents->events_by_id);
    for (size_t i = 0; i < contents->event_count; i++)
        free_event(contents->events[i]);
    free(contents->event_room);
    free(contents);
}

struct user *contents_user(const struct contents *contents, const char *user_id)
{
    struct user *user;
    HASH_FIND_STR(contents->users, user_id, user);
    return user;
}

struct authorization *contents_authorization(const struct contents *contents,
                                             const struct snaptrade_uuid *id)
{
    struct authorization *authorization;
    HASH_FIND(hh, contents->authorizations, id, sizeof *id, authorization);
    return authorization;
}

enum store_result contents_add_user(struct contents *contents, const struct store_user *user)
{
    if (contents_user(contents, user->user_id) != NULL)
        return STORE_DUPLICATE;
    struct user *added = calloc(1, sizeof *added);
    if (added == NULL)
        return STORE_NO_MEMORY;
    added->data = *user;
    HASH_ADD_STR(contents->users, data.user_id, added);
    if (added->hh.tbl != NULL)
        return STORE_OK;
    free(added);
    return STORE_NO_MEMORY;
}

/* Takes over one hold of `json` unless it returns NULL. */
static struct authorization *insert_authorization(struct contents *contents, struct user *user,
                                                  const struct snaptrade_uuid *id,
                                                  struct json_text *json)
{
    struct authorization *added = calloc(1, sizeof *added);
    if (added == NULL)
        return NULL;
    added->id = *id;
    HASH_ADD(hh, contents->authorizations, id, sizeof added->id, added);
    if (added->hh.tbl == NULL) {
        free(added);
        return NULL;
    }
    added->json = json;
    added->owner = user;
    DL_APPEND(user->authorizations, added);
    return added;
}

enum store_result contents_add_authorization(struct contents *contents, const char *user_id,
                                             const struct snaptrade_uuid *id, const char *json,
                                             size_t length)
{
    struct user *user = contents_user(contents, user_id);
    if (user == NULL)
        return STORE_NOT_FOUND;
    if (contents_authorization(contents, id) != NULL)
        return STORE_DUPLICATE;
    struct json_text *text = json_text_new(json, length);
    if (text != NULL && insert_authorization(contents, user, id, text) != NULL)
        return STORE_OK;
    json_text_release(text);
    return STORE_NO_MEMORY;
}

static struct event *new_event(const struct store_session_event *event, struct json_text *json)
{
    size_t user_size = strlen(event->user_id) + 1, session_size = strlen(event->session_id) + 1;
    struct event *added = calloc(1, sizeof *added + user_size + session_size);
    if (added == NULL)
        return NULL;
    char *text = (char *)(added + 1);
    added->id = event->id;
    added->created = event->created;
    added->json = json;
    added->user_id = memcpy(text, event->user_id, user_size);
    added->session_id = memcpy(text + user_size, event->session_id, session_size);
    return added;
}

/* For one more, on either side. */
static bool make_room(struct contents *contents)
{
    size_t count = contents->event_count, capacity = contents->event_capacity;
    size_t before = capacity > 0 ? (size_t)(contents->events - contents->event_room) : 0;
    if (before > 0 && before + count < capacity)
        return true;
    capacity = capacity == 0 ? LEAST_EVENTS : capacity * 2;
    struct event **room = malloc(capacity * sizeof(struct event *));
    if (room == NULL)
        return false;
    struct event **events = room + (capacity - count) / 2;
    if (count > 0)
        memcpy(events, contents->events, count * sizeof(struct event *));
    free(contents->event_room);
    contents->event_room = room;
    contents->event_capacity = capacity;
    contents->events = events;
    return true;
}

/* Behind those as old. */
static size_t place_of(const struct contents *contents, int64_t created)
{
    size_t low = 0, high = contents->event_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (contents->events[middle]->created > created)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* There is room. The fewer ones move: nothing does when events come in order, either way. */
static void put_event(struct contents *contents, struct event *event)
{
    size_t place = place_of(contents, event->created), behind = contents->event_count - place;
    if (place < behind) {
        contents->events--;
        memmove(contents->events, contents->events + 1, place * sizeof(struct event *));
    } else {
        memmove(contents->events + place + 1, contents->events + place,
                behind * sizeof(struct event *));
    }
    contents->events[place] = event;
    contents->event_count++;
}

/* Takes over one hold of `json` when it returns true. */
static bool insert_event(struct contents *contents, const struct store_session_event *event,
                         struct json_text *json)
{
    struct event *added = make_room(contents) ? new_event(event, json) : NULL;
    if (added == NULL)
        return false;
    HASH_ADD(hh, contents->events_by_id, id, sizeof added->id, added);
    if (added->hh.tbl == NULL) {
        free(added);
        return false;
    }
    put_event(contents, added);
    return true;
}

enum store_result contents_add_event(struct contents *contents,
                                     const struct store_session_event *event)
{
    struct event *taken;
    if (contents_user(contents, event->user_id) == NULL)
        return STORE_NOT_FOUND;
    HASH_FIND(hh, contents->events_by_id, &event->id, sizeof event->id, taken);
    if (taken != NULL)
        return STORE_DUPLICATE;
    struct json_text *text = json_text_new(event->json, strlen(event->json));
    if (text != NULL && insert_event(contents, event, text))
        return STORE_OK;
    json_text_release(text);
    return STORE_NO_MEMORY;
}

enum store_result contents_set_json(struct authorization *authorization, const char *json,
                                    size_t length)
{
    struct json_text *text = json_text_new(json, length);
    if (text == NULL)
        return STORE_NO_MEMORY;
    json_text_release(authorization->json);
    authorization->json = text;
    return STORE_OK;
}

void contents_remove_authorization(struct contents *contents, struct authorization *authorization)
{
    contents_remove_accounts(contents, authorization);
    DL_DELETE(authorization->owner->authorizations, authorization);
    HASH_DEL(contents->authorizations, authorization);
    free_authorization(authorization);
}

static void remove_events(struct contents *contents, const char *user_id)
{
    size_t kept = 0;
    for (size_t i = 0; i < contents->event_count; i++) {
        struct event *event = contents->events[i];
        if (strcmp(event->user_id, user_id) != 0) {
            contents->events[kept++] = event;
            continue;
        }
        if (contents->events_by_id != NULL) /* it is not: all are in it */
            HASH_DEL(contents->events_by_id, event);
        free_event(event);
    }
    contents->event_count = kept;
}

bool contents_remove_event(struct contents *contents, const struct snaptrade_uuid *id)
{
    struct event *event;
    HASH_FIND(hh, contents->events_by_id, id, sizeof *id, event);
    if (event == NULL)
        return false;
    size_t place = place_of(contents, event->created) - 1;
    while (contents->events[place] != event)
        place--;
    contents->event_count--;
    memmove(contents->events + place, contents->events + place + 1,
            (contents->event_count - place) * sizeof(struct event *));
    HASH_DEL(contents->events_by_id, event);
    free_event(event);
    return true;
}

void contents_remove_user(struct contents *contents, struct user *user)
{
    while (user->authorizations != NULL)
        contents_remove_authorization(contents, user->authorizations);
    remove_events(contents, user->data.user_id);
    HASH_DEL(contents->users, user);
    free(user);
}

static bool copy_users(struct contents *copy, const struct contents *contents)
{
    for (const struct user *user = contents->users; user != NULL; user = user->hh.next) {
        if (contents_add_user(copy, &user->data) != STORE_OK)
            return false;
        struct user *owner = contents_user(copy, user->data.user_id);
        const struct authorization *authorization;
        DL_FOREACH(user->authorizations, authorization)
        {
            struct json_text *json = json_text_hold(authorization->json);
            struct authorization *added =
                insert_authorization(copy, owner, &authorization->id, json);
            if (added == NULL)
                json_text_release(json);
            if (added == NULL || !contents_copy_accounts(copy, added, authorization))
                return false;
            added->refreshed = authorization->refreshed;
        }
    }
    return true;
}

static bool copy_events(struct contents *copy, const struct contents *contents)
{
    for (size_t i = 0; i < contents->event_count; i++) {
        const struct event *event = contents->events[i];
        const struct store_session_event data = {event->user_id, event->session_id, event->created,
                                                 NULL, event->id};
        struct json_text *json = json_text_hold(event->json);
        if (!insert_event(copy, &data, json)) {
            json_text_release(json);
            return false;
        }
    }
    return true;
}

struct contents *contents_copy(const struct contents *contents)
{
    struct contents *copy = contents_new();
    if (copy == NULL || (copy_users(copy, contents) && copy_events(copy, contents)))
        return copy;
    contents_release(copy);
    return NULL;
}
