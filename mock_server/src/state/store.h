/* The state of the sandbox: brokerages, scenarios, partners, and below each partner its users,
 * their brokerage authorizations with their accounts, and its session events.
 *
 * A partner never sees another's state. The store is opaque, does its own locking (any function
 * from any thread), copies what it is given and hands out copies, never pointers into itself.
 * Ids compare as bytes; UUIDs and session ids ignore case. */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "../buffer.h"
#include "snaptrade/uuid.h"

/* Bytes of a clientId, consumerKey, userId or userSecret with its NUL. */
enum { STORE_TEXT_SIZE = 256 };

enum store_result {
    STORE_OK,
    STORE_NOT_FOUND, /* no such partner, user, authorization, account, brokerage or scenario */
    STORE_DUPLICATE, /* the id is taken; the store is unchanged */
    STORE_NO_MEMORY  /* the store is unchanged */
};

struct store_partner {
    char client_id[STORE_TEXT_SIZE];
    char consumer_key[STORE_TEXT_SIZE];
    /* A partner with SnapTrade's Personal API key: its calls need no user and stand for its
     * first one. */
    bool personal;
};

struct store_user {
    char user_id[STORE_TEXT_SIZE];
    char user_secret[STORE_TEXT_SIZE];
};

struct store *store_new(void); /* NULL: no memory */
void store_free(struct store *store);

/* Building. The order of adding is the order of lists. `json` is the object as it is served:
 * compact UTF-8. */
enum store_result store_add_brokerage(struct store *store, const char *slug, const char *json);
/* Which accounts a connection gets that is made at run time; the first is the usual one. */
enum store_result store_add_scenario(struct store *store, const char *name, const char *json);
enum store_result store_add_partner(struct store *store, const struct store_partner *partner);
enum store_result store_add_user(struct store *store, const char *client_id,
                                 const struct store_user *user);
enum store_result store_add_authorization(struct store *store, const char *client_id,
                                          const char *user_id, const struct snaptrade_uuid *id,
                                          const char *json);

/* An account as it is served, and what else it has: each an array. */
enum store_account_part {
    STORE_ACCOUNT,
    STORE_BALANCES,
    STORE_POSITIONS,
    STORE_ORDERS,
    STORE_ACTIVITIES,
    STORE_ACCOUNT_PARTS
};

struct store_account {
    struct snaptrade_uuid id;            /* unique in its partner */
    struct snaptrade_uuid authorization; /* one of the partner's */
    const char *json[STORE_ACCOUNT_PARTS];
};
enum store_result store_add_account(struct store *store, const char *client_id,
                                    const struct store_account *account);

struct store_session_event {
    const char *user_id; /* a user of the partner */
    const char *session_id;
    int64_t created; /* microseconds since 1970; events are served in this order */
    const char *json;
    struct snaptrade_uuid id; /* unique in its partner */
};
enum store_result store_add_session_event(struct store *store, const char *client_id,
                                          const struct store_session_event *event);

/* Reading. False: not there, and *copy is unchanged. */
bool store_find_partner(struct store *store, const char *client_id, struct store_partner *copy);
bool store_find_user(struct store *store, const char *client_id, const char *user_id,
                     struct store_user *copy);
/* The user added first: the one implicit user of a personal partner. */
bool store_first_user(struct store *store, const char *client_id, struct store_user *copy);
/* The partner added first: whose credentials a started COMMAND gets, and who is copied. */
bool store_first_partner(struct store *store, struct store_partner *copy);

/* Each appends JSON to `out`, whose `failed` tells of a lack of memory. */
enum store_result store_get_brokerage(struct store *store, const char *slug, struct buffer *out);
enum store_result store_list_brokerages(struct store *store, struct buffer *out);
enum store_result store_list_scenarios(struct store *store, struct buffer *out);
/* Of the first one when `name` is NULL. */
enum store_result store_get_scenario(struct store *store, const char *name, struct buffer *out);
enum store_result store_list_users(struct store *store, const char *client_id, struct buffer *out);
enum store_result store_list_authorizations(struct store *store, const char *client_id,
                                            const char *user_id, struct buffer *out);
/* Another user's authorization is STORE_NOT_FOUND. */
enum store_result store_get_authorization(struct store *store, const char *client_id,
                                          const char *user_id, const struct snaptrade_uuid *id,
                                          struct buffer *out);

/* The accounts of one connection, or of all that the user has (NULL). */
enum store_result store_list_accounts(struct store *store, const char *client_id,
                                      const char *user_id,
                                      const struct snaptrade_uuid *authorization,
                                      struct buffer *out);

/* Calls back with the account, all of it at one moment; runs under the store's lock, so nothing of
 * the store may be called. Another user's account is STORE_NOT_FOUND. */
typedef void store_account_reader(void *context, const struct store_account *account);
enum store_result store_read_account(struct store *store, const char *client_id,
                                     const char *user_id, const struct snaptrade_uuid *id,
                                     store_account_reader *read, void *context);

/* Comma-separated lists; NULL or a list without items lets everything through. Items of one list
 * are alternatives; both lists must let an event through. */
struct store_event_filter {
    const char *user_ids;
    const char *session_ids;
};
enum store_result store_list_session_events(struct store *store, const char *client_id,
                                            const struct store_event_filter *filter,
                                            struct buffer *out);

/* Calls back for all that a partner has at one moment: each user and then its authorizations, each
 * with its accounts, in order; then the events. What the callbacks are given ends with their
 * return; each may be NULL. */
struct store_visitor {
    void (*user)(void *context, const struct store_user *user);
    void (*authorization)(void *context, const char *user_id, const struct snaptrade_uuid *id,
                          const char *json, size_t length);
    void (*account)(void *context, const struct store_account *account);
    void (*event)(void *context, const struct store_session_event *event);
};
enum store_result store_visit(struct store *store, const char *client_id,
                              const struct store_visitor *visitor, void *context);

/* The consumerKeys of at most `most` partners other than `but`, the first ones. */
size_t store_other_keys(struct store *store, const char *but, char (*keys)[STORE_TEXT_SIZE],
                        size_t most);

/* Calls back for the consumerKey of each partner, in order; runs under the store's lock, so nothing
 * of the store may be called. */
typedef void store_key_visitor(void *context, const char *consumer_key);
void store_visit_keys(struct store *store, store_key_visitor *visit, void *context);

/* Calls back for each partner that there was at one moment, in order. */
typedef void store_partner_visitor(void *context, const struct store_partner *partner);
enum store_result store_visit_partners(struct store *store, store_partner_visitor *visit,
                                       void *context);

/* Changing. Of two removals of one authorization at the same time exactly one gets STORE_OK, and
 * no read that starts after either has returned still finds it. */
enum store_result store_remove_authorization(struct store *store, const char *client_id,
                                             const char *user_id, const struct snaptrade_uuid *id);

/* The user goes with its authorizations and session events. */
enum store_result store_remove_user(struct store *store, const char *client_id,
                                    const char *user_id);
enum store_result store_set_user_secret(struct store *store, const char *client_id,
                                        const struct store_user *user);

/* Who owns an authorization, whichever user of the partner it is. */
enum store_result store_find_owner(struct store *store, const char *client_id,
                                   const struct snaptrade_uuid *id, struct store_user *owner);

/* Writes the new object to `out`; runs under the store's lock. False: no memory. */
typedef bool store_edit(const char *json, struct buffer *out, void *context);
/* Replaces the JSON of an authorization, in one step. */
enum store_result store_edit_authorization(struct store *store, const char *client_id,
                                           const struct snaptrade_uuid *id, store_edit *edit,
                                           void *context);

/* To undo a change in several steps that lacked memory on its way: none needs any, unless somebody
 * reads all of the partner at this moment. The JSON of an authorization as it is now, to be put
 * back and in any case to be let go of; NULL: there is none. */
struct json_text;
struct json_text *store_hold_authorization(struct store *store, const char *client_id,
                                           const struct snaptrade_uuid *id);
enum store_result store_put_back_authorization(struct store *store, const char *client_id,
                                               const struct snaptrade_uuid *id,
                                               struct json_text *json);
void store_let_go(struct json_text *json); /* NULL is fine */
enum store_result store_remove_session_event(struct store *store, const char *client_id,
                                             const struct snaptrade_uuid *id);

/* Replaces the JSON of each account of an authorization, in one step. */
enum store_result store_edit_accounts(struct store *store, const char *client_id,
                                      const struct snaptrade_uuid *authorization, store_edit *edit,
                                      void *context);

/* The same as a refresh, which may be `gap` after the one before: STORE_DUPLICATE: it is too soon.
 * Both in microseconds of the partner's clock. */
struct store_refresh {
    int64_t now, gap;
};
enum store_result store_refresh_accounts(struct store *store, const char *client_id,
                                         const struct snaptrade_uuid *authorization,
                                         const struct store_refresh *refresh, store_edit *edit,
                                         void *context);

/* One user, connection (brokerage authorization) or account that was added, edited or removed;
 * borrowed for the call. Accounts that go with their connection are not told of. */
enum store_changed { STORE_CHANGED_USER, STORE_CHANGED_CONNECTION, STORE_CHANGED_ACCOUNT };
struct store_change {
    enum store_changed what;
    const char *client_id, *user_id;
    const struct snaptrade_uuid *connection; /* NULL: it is the user */
    const struct snaptrade_uuid *account;    /* NULL: it is the connection or the user */
    const char *before, *after; /* as it is served, of a user its userId; NULL: it was not, or is
                                 * not, there */
};
typedef void store_observer(void *context, const struct store_change *change);

/* Calls back once such a change is done, in the thread that made it and without a lock; of changes
 * at the same time either may come first. What replaces much at once is not told: resets, restored
 * contents, an exchange, partners that come and go. To be set once, before other threads use the
 * store. */
void store_observe(struct store *store, store_observer *observer, void *context);

/* Partners as a whole. What a partner has when store_settle() is called, or when it is made, is
 * what a reset brings back. */
void store_settle(struct store *store);
enum store_result store_reset_partner(struct store *store, const char *client_id);
/* All partners that were not made by store_copy_partner(). */
void store_reset(struct store *store);
/* Adds a partner that has what `model` starts with. */
enum store_result store_copy_partner(struct store *store, const char *model,
                                     const struct store_partner *partner);
enum store_result store_remove_partner(struct store *store, const char *client_id);

/* Gives the partner what it has in `other`, in one step; its start stays what it was unless
 * `as_start`. */
enum store_result store_take_contents(struct store *store, const char *client_id,
                                      struct store *other, bool as_start);

/* All partners that were not made by store_copy_partner(), all brokerages and scenarios become
 * those of `other`, which is settled, used by nobody else, and then fit only to be freed. False: no
 * memory, and the store has not changed. */
bool store_exchange(struct store *store, struct store *other);

#endif
