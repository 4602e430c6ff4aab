#include "sessions.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <utlist.h>

#include "snaptrade/signing.h"

_Static_assert((int)RANDOM_SECRET_SIZE == (int)LOGIN_TOKEN_SIZE, "a token is a secret");

struct entry {
    struct portal_session session;
    struct entry *prev, *next;
};

struct portal_sessions {
    pthread_mutex_t lock;
    struct entry *entries; /* the oldest first */
    size_t count;
};

struct portal_sessions *portal_sessions_new(void)
{
    struct portal_sessions *sessions = calloc(1, sizeof *sessions);
    if (sessions != NULL && pthread_mutex_init(&sessions->lock, NULL) == 0)
        return sessions;
    free(sessions);
    return NULL;
}

static void drop(struct portal_sessions *sessions, struct entry *entry)
{
    DL_DELETE(sessions->entries, entry);
    sessions->count--;
    free(entry);
}

void portal_sessions_free(struct portal_sessions *sessions)
{
    if (sessions == NULL)
        return;
    while (sessions->entries != NULL)
        drop(sessions, sessions->entries);
    pthread_mutex_destroy(&sessions->lock);
    free(sessions);
}

static void copy_text(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text != NULL ? text : "");
}

static struct entry *new_entry(const struct login_wish *wish, bool of_fixtures, int64_t now)
{
    struct entry *entry = calloc(1, sizeof *entry);
    if (entry == NULL)
        return NULL;
    struct portal_session *session = &entry->session;
    copy_text(session->client_id, sizeof session->client_id, wish->client_id);
    copy_text(session->user_id, sizeof session->user_id, wish->user_id);
    copy_text(session->broker, sizeof session->broker, wish->broker);
    copy_text(session->reconnect, sizeof session->reconnect, wish->reconnect);
    copy_text(session->custom_redirect, sizeof session->custom_redirect, wish->custom_redirect);
    session->type = wish->type;
    session->immediate_redirect = wish->immediate_redirect;
    session->has_close_button = wish->has_close_button;
    session->is_dark = wish->is_dark;
    session->opened = now;
    session->of_fixtures = of_fixtures;
    if (random_secret(session->token) && random_uuid_text(session->id))
        return entry;
    free(entry);
    return NULL;
}

/* The oldest of the partner when it has as many as it may, else of all when there are. */
static void make_room(struct portal_sessions *sessions, const char *client_id)
{
    struct entry *entry, *oldest = NULL;
    size_t count = 0;
    DL_FOREACH(sessions->entries, entry)
    {
        if (strcmp(entry->session.client_id, client_id) != 0)
            continue;
        if (count++ == 0)
            oldest = entry;
    }
    if (count >= PORTAL_SESSIONS_OF_PARTNER)
        drop(sessions, oldest);
    else if (sessions->count >= PORTAL_SESSIONS_MOST)
        drop(sessions, sessions->entries);
}

bool portal_sessions_open(struct portal_sessions *sessions, const struct login_wish *wish,
                          bool of_fixtures, int64_t now, struct login_link *link)
{
    struct entry *entry = new_entry(wish, of_fixtures, now);
    if (entry == NULL)
        return false;
    memcpy(link->token, entry->session.token, sizeof entry->session.token);
    memcpy(link->session_id, entry->session.id, sizeof entry->session.id);
    pthread_mutex_lock(&sessions->lock);
    make_room(sessions, wish->client_id);
    DL_APPEND(sessions->entries, entry);
    sessions->count++;
    pthread_mutex_unlock(&sessions->lock);
    return true;
}

bool portal_sessions_find(struct portal_sessions *sessions, const char *token,
                          struct portal_session *copy)
{
    struct entry *entry;
    pthread_mutex_lock(&sessions->lock);
    DL_FOREACH(sessions->entries, entry)
    {
        if (snaptrade_secret_equal(token, entry->session.token))
            break;
    }
    if (entry != NULL)
        *copy = entry->session;
    pthread_mutex_unlock(&sessions->lock);
    return entry != NULL;
}

bool portal_sessions_find_id(struct portal_sessions *sessions, const char *client_id,
                             const char *id, struct portal_session *copy)
{
    struct entry *entry;
    pthread_mutex_lock(&sessions->lock);
    DL_FOREACH(sessions->entries, entry)
    {
        if (strcasecmp(entry->session.id, id) == 0 &&
            strcmp(entry->session.client_id, client_id) == 0)
            break;
    }
    if (entry != NULL)
        *copy = entry->session;
    pthread_mutex_unlock(&sessions->lock);
    return entry != NULL;
}

enum portal_state portal_session_state(const struct portal_session *session, int64_t now)
{
    if (session->used)
        return PORTAL_USED;
    return now - session->opened > INT64_C(1000000) * PORTAL_SESSION_SECONDS ? PORTAL_EXPIRED
                                                                             : PORTAL_OPEN;
}

void portal_sessions_use(struct portal_sessions *sessions, const char *token)
{
    struct entry *entry;
    pthread_mutex_lock(&sessions->lock);
    DL_FOREACH(sessions->entries, entry)
    {
        if (snaptrade_secret_equal(token, entry->session.token))
            entry->session.used = true;
    }
    pthread_mutex_unlock(&sessions->lock);
}

/* Of a partner, or of its user; or of those of the fixtures (NULL). */
static bool is_of(const struct portal_session *session, const char *client_id, const char *user_id)
{
    if (client_id == NULL)
        return session->of_fixtures;
    return strcmp(session->client_id, client_id) == 0 &&
           (user_id == NULL || strcmp(session->user_id, user_id) == 0);
}

static void forget(struct portal_sessions *sessions, const char *client_id, const char *user_id)
{
    struct entry *entry, *next;
    pthread_mutex_lock(&sessions->lock);
    DL_FOREACH_SAFE(sessions->entries, entry, next)
    {
        if (is_of(&entry->session, client_id, user_id))
            drop(sessions, entry);
    }
    pthread_mutex_unlock(&sessions->lock);
}

void portal_sessions_forget(struct portal_sessions *sessions, const char *client_id,
                            const char *user_id)
{
    forget(sessions, client_id, user_id);
}

void portal_sessions_forget_fixtures(struct portal_sessions *sessions)
{
    forget(sessions, NULL, NULL);
}
