#include "webhook_courier.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include <utlist.h>

#include "webhook_post.h"

/* Posts under way at once; beyond them partners wait in turn. */
enum { MOST_POSTS = 128, LONGEST_WAIT_MS = 60000, MS_PER_S = 1000, NS_PER_MS = 1000000 };

struct webhook_courier {
    struct webhook_courier_config config;
    pthread_mutex_t lock;     /* of what follows; taken before a webhook's own */
    struct webhook *webhooks; /* each held: those with something that waits or is under way */
    bool started;
    atomic_bool stopping;
    pthread_t thread;
    struct webhook_posts *posts;
    struct errand *errands; /* under way; this and the count are the thread's alone */
    size_t under_way;
};

/* One post: whose, what, and where it went. */
struct errand {
    struct errand *prev, *next;
    struct webhook *webhook;
    struct webhook_delivery *delivery;
    struct webhook_settings settings;
};

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

struct webhook_courier *webhook_courier_new(const struct webhook_courier_config *config)
{
    struct webhook_courier *courier = calloc(1, sizeof *courier);
    if (courier == NULL || pthread_mutex_init(&courier->lock, NULL) != 0) {
        free(courier);
        return NULL;
    }
    courier->config = *config;
    atomic_init(&courier->stopping, false);
    return courier;
}

static void keep_in_journal(struct webhook_courier *courier, struct webhook *webhook,
                            const struct webhook_settings *settings,
                            const struct webhook_delivery *delivery,
                            const struct webhook_result *result)
{
    const struct webhook_courier_config *config = &courier->config;
    const struct http_header headers[] = {{"Content-Type", "application/json"},
                                          {"Signature", delivery->signature}};
    const struct journal_webhook about = {webhook_event_names[delivery->event], delivery->id,
                                          result->error, delivery->attempt};
    char path[WEBHOOK_URL_SIZE];
    size_t length = strcspn(settings->url, "?");
    memcpy(path, settings->url, length);
    path[length] = '\0';
    const char *secret = settings->secret;
    const struct journal_record record = {
        .time = config->now(config->now_context),
        .microseconds = result->microseconds,
        .status = result->status,
        .method = "POST",
        .path = path,
        .query = settings->url + length + (settings->url[length] == '?' ? 1 : 0),
        .headers = headers,
        .header_count = sizeof headers / sizeof headers[0],
        .client_id = webhook->client_id,
        .signature_rule = "",
        .diagnosis = "",
        .fault = "",
        .body_bytes = delivery->length,
        .secrets = {&secret, 1},
        .webhook = &about,
    };
    journal_add(config->book, webhook->journal, &record);
}

static void forget_dropped(struct webhook_courier *courier, struct webhook *webhook,
                           struct webhook_delivery *dropped)
{
    static const struct webhook_result result = {.error = "dropped: too many wait"};
    struct webhook_settings settings = {.url = ""};
    struct webhook_delivery *delivery, *next;
    if (dropped == NULL)
        return;
    webhook_settings(webhook, &settings);
    DL_FOREACH_SAFE(dropped, delivery, next)
    {
        keep_in_journal(courier, webhook, &settings, delivery, &result);
        free(delivery);
    }
}

static bool is_delivered(const struct webhook_result *result)
{
    static const int good[] = {200, 201, 202, 204};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (result->status == good[i] && result->error == NULL)
            return true;
    return false;
}

/* The journal first: who finds the delivery counted finds it there too. */
static void settle(struct webhook_courier *courier, struct errand *errand,
                   const struct webhook_result *result)
{
    struct webhook_delivery *delivery = errand->delivery, *dropped = NULL;
    keep_in_journal(courier, errand->webhook, &errand->settings, delivery, result);
    if (is_delivered(result) || delivery->attempt > WEBHOOK_RETRIES) {
        webhook_finish(errand->webhook, delivery, is_delivered(result));
    } else {
        delivery->due = monotonic_ms() + (courier->config.retry_delay << (delivery->attempt - 1));
        webhook_retry(errand->webhook, delivery, &dropped);
        forget_dropped(courier, errand->webhook, dropped);
    }
}

/* False: no memory. */
static bool start_errand(struct webhook_courier *courier, const struct errand *draft)
{
    struct errand *errand = malloc(sizeof *errand);
    if (errand == NULL)
        return false;
    *errand = *draft;
    const struct webhook_post post = {
        .url = errand->settings.url,
        .signature = errand->delivery->signature,
        .body = errand->delivery->body,
        .length = errand->delivery->length,
        .public_only = errand->settings.public_only,
        .ticket = errand,
    };
    if (!webhook_posts_start(courier->posts, &post)) {
        free(errand);
        return false;
    }
    DL_APPEND(courier->errands, errand);
    courier->under_way++;
    return true;
}

static void start_post(struct webhook_courier *courier, struct errand *draft)
{
    static const struct webhook_result no_memory = {.error = "out of memory"};
    draft->delivery->attempt++;
    draft->webhook->posting = start_errand(courier, draft);
    if (!draft->webhook->posting)
        settle(courier, draft, &no_memory);
}

/* Under the lock: posts what the webhook has to post, or leaves it out of the list when nothing
 * waits. Returns when to look again. */
static int64_t serve(struct webhook_courier *courier, struct webhook *webhook, int64_t now)
{
    struct errand draft = {.webhook = webhook};
    int64_t due;
    draft.delivery = webhook_take(webhook, now, &draft.settings, &due);
    if (draft.delivery != NULL) {
        start_post(courier, &draft);
        DL_DELETE(courier->webhooks, webhook);
        DL_APPEND(courier->webhooks, webhook); /* the others first, next time */
        return webhook->posting ? INT64_MAX : now;
    }
    if (due == INT64_MAX) {
        DL_DELETE(courier->webhooks, webhook);
        webhook->listed = false;
        webhook_release(webhook);
    }
    return due;
}

/* Returns how many milliseconds there is nothing new to post. */
static int serve_all(struct webhook_courier *courier)
{
    struct webhook *webhook, *next;
    int64_t now = monotonic_ms(), until = now + LONGEST_WAIT_MS;
    pthread_mutex_lock(&courier->lock);
    DL_FOREACH_SAFE(courier->webhooks, webhook, next)
    {
        if (webhook->posting || courier->under_way == MOST_POSTS)
            continue;
        int64_t due = serve(courier, webhook, now);
        until = due < until ? due : until;
    }
    pthread_mutex_unlock(&courier->lock);
    return until > now ? (int)(until - now) : 0;
}

static void settle_done(struct webhook_courier *courier)
{
    struct webhook_result result;
    while (webhook_posts_take(courier->posts, &result)) {
        struct errand *errand = result.ticket;
        DL_DELETE(courier->errands, errand);
        courier->under_way--;
        settle(courier, errand, &result);
        errand->webhook->posting = false;
        free(errand);
    }
}

static void *work(void *context)
{
    struct webhook_courier *courier = context;
    while (!atomic_load(&courier->stopping)) {
        webhook_posts_wait(courier->posts, serve_all(courier));
        settle_done(courier);
    }
    return NULL;
}

/* Signals are the main thread's. */
static bool start_thread(struct webhook_courier *courier)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool good = pthread_create(&courier->thread, NULL, work, courier) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return good;
}

/* Under the lock. */
static bool start(struct webhook_courier *courier)
{
    if (courier->started)
        return true;
    if (courier->posts == NULL)
        courier->posts = webhook_posts_new();
    courier->started = courier->posts != NULL && start_thread(courier);
    return courier->started;
}

enum webhook_sending webhook_courier_send(struct webhook_courier *courier, struct webhook *webhook,
                                          struct webhook_delivery *delivery)
{
    struct webhook_delivery *dropped = NULL;
    pthread_mutex_lock(&courier->lock);
    bool started = start(courier), pushed = started && webhook_push(webhook, delivery, &dropped);
    if (pushed && !webhook->listed) {
        webhook_hold(webhook);
        DL_APPEND(courier->webhooks, webhook);
        webhook->listed = true;
    }
    pthread_mutex_unlock(&courier->lock);
    if (!pushed) {
        free(delivery);
        return started ? WEBHOOK_OFF : WEBHOOK_NO_MEMORY;
    }
    webhook_posts_wake(courier->posts);
    forget_dropped(courier, webhook, dropped);
    return WEBHOOK_SENT;
}

static void end_thread(struct webhook_courier *courier)
{
    atomic_store(&courier->stopping, true);
    webhook_posts_wake(courier->posts);
    pthread_join(courier->thread, NULL);
}

/* Once no post reads them any more. */
static void free_errands(struct webhook_courier *courier)
{
    struct errand *errand, *next;
    DL_FOREACH_SAFE(courier->errands, errand, next)
    {
        free(errand->delivery);
        free(errand);
    }
}

void webhook_courier_free(struct webhook_courier *courier)
{
    struct webhook *webhook, *next;
    if (courier == NULL)
        return;
    if (courier->started)
        end_thread(courier);
    webhook_posts_free(courier->posts);
    free_errands(courier);
    DL_FOREACH_SAFE(courier->webhooks, webhook, next) webhook_release(webhook);
    pthread_mutex_destroy(&courier->lock);
    free(courier);
}
