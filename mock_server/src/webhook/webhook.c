#include "webhook.h"

#include <stdio.h>
#include <stdlib.h>

#include <utlist.h>

#include "../random.h"

struct webhook *webhook_new(const char *client_id, struct journal *journal)
{
    struct webhook *webhook = calloc(1, sizeof *webhook);
    if (webhook == NULL || pthread_mutex_init(&webhook->lock, NULL) != 0) {
        free(webhook);
        return NULL;
    }
    atomic_init(&webhook->holders, 1);
    snprintf(webhook->client_id, sizeof webhook->client_id, "%s", client_id);
    webhook->journal = journal;
    journal_hold(journal);
    return webhook;
}

void webhook_hold(struct webhook *webhook)
{
    atomic_fetch_add(&webhook->holders, 1);
}

static void free_all(struct webhook_delivery **deliveries)
{
    struct webhook_delivery *delivery, *next;
    DL_FOREACH_SAFE(*deliveries, delivery, next) free(delivery);
    *deliveries = NULL;
}

/* Under the lock. */
static void turn_off(struct webhook *webhook)
{
    free(webhook->settings);
    webhook->settings = NULL;
    webhook->decided = true;
    webhook->era++;
    free_all(&webhook->waiting);
    free_all(&webhook->retrying);
    webhook->bytes = 0;
    webhook->counts.waiting = webhook->counts.retrying = 0;
}

void webhook_release(struct webhook *webhook)
{
    if (webhook == NULL || atomic_fetch_sub(&webhook->holders, 1) != 1)
        return;
    turn_off(webhook);
    journal_release(webhook->journal);
    pthread_mutex_destroy(&webhook->lock);
    free(webhook);
}

void webhook_end(struct webhook *webhook)
{
    pthread_mutex_lock(&webhook->lock);
    turn_off(webhook);
    webhook->ended = true;
    pthread_mutex_unlock(&webhook->lock);
}

void webhook_turn_off(struct webhook *webhook)
{
    pthread_mutex_lock(&webhook->lock);
    turn_off(webhook);
    pthread_mutex_unlock(&webhook->lock);
}

/* Under the lock. */
static bool turn_on(struct webhook *webhook, const struct webhook_settings *settings)
{
    char secret[RANDOM_SECRET_SIZE];
    struct webhook_settings *copy = malloc(sizeof *copy);
    if (copy == NULL || !random_secret(secret)) {
        free(copy);
        return false;
    }
    const struct webhook_settings *before = webhook->settings;
    *copy = *settings;
    if (copy->secret[0] == '\0')
        snprintf(copy->secret, sizeof copy->secret, "%s", before != NULL ? before->secret : secret);
    free(webhook->settings);
    webhook->settings = copy;
    webhook->decided = true;
    return true;
}

bool webhook_turn_on(struct webhook *webhook, const struct webhook_settings *settings)
{
    pthread_mutex_lock(&webhook->lock);
    bool good = webhook->ended || turn_on(webhook, settings);
    pthread_mutex_unlock(&webhook->lock);
    return good;
}

bool webhook_turn_on_first(struct webhook *webhook, const struct webhook_settings *settings)
{
    pthread_mutex_lock(&webhook->lock);
    bool good = webhook->decided || turn_on(webhook, settings);
    pthread_mutex_unlock(&webhook->lock);
    return good;
}

bool webhook_settings(struct webhook *webhook, struct webhook_settings *settings)
{
    pthread_mutex_lock(&webhook->lock);
    bool on = webhook->settings != NULL;
    if (on)
        *settings = *webhook->settings;
    pthread_mutex_unlock(&webhook->lock);
    return on;
}

struct webhook_counts webhook_counts(struct webhook *webhook)
{
    pthread_mutex_lock(&webhook->lock);
    struct webhook_counts counts = webhook->counts;
    pthread_mutex_unlock(&webhook->lock);
    return counts;
}

/* Under the lock, as are those below. Of `list`, which is one of the two. */
static void take_out(struct webhook *webhook, struct webhook_delivery **list,
                     struct webhook_delivery *delivery)
{
    DL_DELETE(*list, delivery);
    webhook->bytes -= delivery->length;
    if (list == &webhook->waiting)
        webhook->counts.waiting--;
    else
        webhook->counts.retrying--;
}

static void put_in(struct webhook *webhook, struct webhook_delivery **list,
                   struct webhook_delivery *delivery)
{
    DL_APPEND(*list, delivery);
    webhook->bytes += delivery->length;
    if (list == &webhook->waiting)
        webhook->counts.waiting++;
    else
        webhook->counts.retrying++;
}

static bool is_full(const struct webhook *webhook)
{
    const struct webhook_counts *counts = &webhook->counts;
    return counts->waiting + counts->retrying > WEBHOOK_MOST_WAITING ||
           webhook->bytes > WEBHOOK_MOST_BYTES;
}

/* What is retried is older than what waits. */
static void make_room(struct webhook *webhook, struct webhook_delivery **dropped)
{
    while (is_full(webhook)) {
        struct webhook_delivery **list =
            webhook->retrying != NULL ? &webhook->retrying : &webhook->waiting;
        struct webhook_delivery *oldest = *list;
        if (oldest == NULL)
            break; /* cannot be: what is full holds something */
        take_out(webhook, list, oldest);
        DL_APPEND(*dropped, oldest);
        webhook->counts.dropped++;
    }
}

bool webhook_push(struct webhook *webhook, struct webhook_delivery *delivery,
                  struct webhook_delivery **dropped)
{
    pthread_mutex_lock(&webhook->lock);
    bool on = webhook->settings != NULL;
    if (on) {
        delivery->era = webhook->era;
        put_in(webhook, &webhook->waiting, delivery);
        make_room(webhook, dropped);
    }
    pthread_mutex_unlock(&webhook->lock);
    return on;
}

static struct webhook_delivery *first_due(const struct webhook *webhook)
{
    struct webhook_delivery *first = webhook->retrying, *delivery;
    DL_FOREACH(webhook->retrying, delivery)
    {
        if (delivery->due < first->due)
            first = delivery;
    }
    return first;
}

struct webhook_delivery *webhook_take(struct webhook *webhook, int64_t now,
                                      struct webhook_settings *settings, int64_t *due)
{
    pthread_mutex_lock(&webhook->lock);
    struct webhook_delivery *retry = first_due(webhook), *next = webhook->waiting;
    *due = retry != NULL ? retry->due : INT64_MAX;
    if (retry != NULL && retry->due <= now) {
        next = retry;
        take_out(webhook, &webhook->retrying, next);
    } else if (next != NULL) {
        take_out(webhook, &webhook->waiting, next);
    }
    if (next != NULL)
        *settings = *webhook->settings;
    pthread_mutex_unlock(&webhook->lock);
    return next;
}

void webhook_finish(struct webhook *webhook, struct webhook_delivery *delivery, bool delivered)
{
    pthread_mutex_lock(&webhook->lock);
    if (delivered)
        webhook->counts.delivered++;
    else
        webhook->counts.failed++;
    pthread_mutex_unlock(&webhook->lock);
    free(delivery);
}

void webhook_retry(struct webhook *webhook, struct webhook_delivery *delivery,
                   struct webhook_delivery **dropped)
{
    pthread_mutex_lock(&webhook->lock);
    bool still_on = webhook->settings != NULL && delivery->era == webhook->era;
    if (still_on) {
        put_in(webhook, &webhook->retrying, delivery);
        make_room(webhook, dropped);
    }
    pthread_mutex_unlock(&webhook->lock);
    if (!still_on)
        free(delivery);
}
