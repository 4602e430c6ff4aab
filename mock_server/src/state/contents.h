/* What one partner has: users, their brokerage authorizations with their accounts, and its session
 * events.
 *
 * No lock: the store's guards it. Contents that several hold (a partner and what it is reset to)
 * are counted and never changed: who wants to change them copies them first. The JSON texts in
 * them are counted too, so that a copy costs little and shares them. */
#ifndef CONTENTS_H
#define CONTENTS_H

#include <stdatomic.h>
#include <stddef.h>

/* A failed insertion leaves hh.tbl NULL and the table as it was. */
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "store.h"

/* A JSON object as it is served. */
struct json_text {
    atomic_uint holders;
    size_t length;
    char bytes[];
};

struct account {
    struct snaptrade_uuid id;
    struct authorization *authorization;
    struct account *prev, *next; /* the authorization's, in order */
    UT_hash_handle hh;           /* the contents', by id */
    struct json_text *parts[STORE_ACCOUNT_PARTS];
};

struct authorization {
    struct snaptrade_uuid id;
    struct user *owner;
    struct account *accounts;
    int64_t refreshed;                 /* of the last store_refresh_accounts(); 0: never */
    struct authorization *prev, *next; /* the owner's, in order */
    UT_hash_handle hh;                 /* the contents', by id */
    struct json_text *json;
};

struct user {
    struct store_user data;
    struct authorization *authorizations;
    UT_hash_handle hh; /* the contents', by id, in order of adding */
};

struct event {
    struct snaptrade_uuid id;
    UT_hash_handle hh; /* the contents', by id */
    int64_t created;
    struct json_text *json;
    const char *user_id, *session_id; /* in one allocation with the event */
};

struct contents {
    atomic_uint holders;
    struct user *users;
    struct authorization *authorizations;
    struct account *accounts;
    struct event *events_by_id;
    struct event **events; /* by created; within the room, with space on both sides */
    size_t event_count;
    struct event **event_room;
    size_t event_capacity; /* of the room */
};

/* NULL: no memory. */
struct json_text *json_text_new(const char *bytes, size_t length);

/* A text may be read for as long as it is held, without the store's lock. */
struct json_text *json_text_hold(struct json_text *text);
void json_text_release(struct json_text *text); /* NULL is fine */

/* Each returns contents with one holder; NULL: no memory. */
struct contents *contents_new(void);
struct contents *contents_copy(const struct contents *contents);

struct contents *contents_hold(struct contents *contents);
/* The last holder's release frees them. NULL is fine. */
void contents_release(struct contents *contents);

/* NULL: there is none. */
struct user *contents_user(const struct contents *contents, const char *user_id);
struct authorization *contents_authorization(const struct contents *contents,
                                             const struct snaptrade_uuid *id);

struct account *contents_account(const struct contents *contents, const struct snaptrade_uuid *id);

/* Each changes nothing unless it returns STORE_OK. */
enum store_result contents_add_user(struct contents *contents, const struct store_user *user);
enum store_result contents_add_authorization(struct contents *contents, const char *user_id,
                                             const struct snaptrade_uuid *id, const char *json,
                                             size_t length);
enum store_result contents_add_account(struct contents *contents,
                                       const struct store_account *account);
enum store_result contents_add_event(struct contents *contents,
                                     const struct store_session_event *event);
enum store_result contents_set_json(struct authorization *authorization, const char *json,
                                    size_t length);
enum store_result contents_set_account(struct account *account, const char *json, size_t length);

/* Each with what it has. */
void contents_remove_authorization(struct contents *contents, struct authorization *authorization);
void contents_remove_accounts(struct contents *contents, struct authorization *authorization);
void contents_remove_user(struct contents *contents, struct user *user);
/* False: there is none. */
bool contents_remove_event(struct contents *contents, const struct snaptrade_uuid *id);

/* Gives `copy`, an authorization of `contents`, the accounts that `original` has. */
bool contents_copy_accounts(struct contents *contents, struct authorization *copy,
                            const struct authorization *original);

#endif
