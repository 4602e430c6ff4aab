/* The thread that carries webhooks, while memory runs out for it. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "allocation.h"
#include "scripted_server.h"
#include "torture.h"
#include "webhook/webhook_courier.h"

enum { RETRY_MS = 3600000, DEADLINE_S = 20 };

/* Where it goes, and what becomes of it when there is memory. */
struct act {
    bool has_receiver;
};

static struct journal_book *book;
static struct webhook *webhook;
static struct webhook_courier *courier;
static struct scripted_server receiver;
static size_t sent;

static int64_t now(void *context)
{
    (void)context;
    return INT64_C(1700000000000000);
}

static void demand(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "torture_courier: %s\n", what);
        abort();
    }
}

static void start(const void *row)
{
#define TAKEN                                                                                      \
    {                                                                                              \
        .reads_body = true, .bytes = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",       \
        .then = THEN_CLOSE                                                                         \
    }
    static const struct scripted_answer answers[] = {TAKEN, TAKEN, TAKEN, TAKEN};
    const struct act *act = row;
    const struct journal_limits limits = {.entries = 10, .bytes = 1 << 16};
    struct webhook_settings settings = {.secret = "webhook-secret", .events = ~0U};
    receiver.port = 1; /* nobody listens there */
    if (act->has_receiver)
        scripted_server_start(&receiver, answers, sizeof answers / sizeof *answers);
    snprintf(settings.url, sizeof settings.url, "http://127.0.0.1:%d/?a=b", receiver.port);
    book = journal_book_new(&limits);
    struct journal *journal = journal_new(book);
    webhook = webhook_new("PASSIVTEST", journal);
    journal_release(journal);
    const struct webhook_courier_config config = {
        .book = book, .now = now, .retry_delay = RETRY_MS};
    courier = webhook_courier_new(&config);
    demand(courier != NULL && webhook != NULL && webhook_turn_on(webhook, &settings), "not on");
    sent = 0;
    allocation_pass_on();
}

static size_t settled(void)
{
    struct webhook_counts counts = webhook_counts(webhook);
    return counts.delivered + counts.retrying;
}

/* Sends one, and waits until it came through or was put off. */
static void send_one(void)
{
    const struct webhook_facts facts = {.event = WEBHOOK_USER_REGISTERED,
                                        .texts = {[WEBHOOK_CLIENT_ID] = "PASSIVTEST",
                                                  [WEBHOOK_USER_ID] = "somebody",
                                                  [WEBHOOK_SECRET] = "webhook-secret"}};
    struct webhook_delivery *delivery =
        webhook_delivery_new(&facts, "sandbox-consumer-key", now(NULL));
    demand(delivery != NULL && webhook_courier_send(courier, webhook, delivery) == WEBHOOK_SENT,
           "not sent");
    time_t deadline = time(NULL) + DEADLINE_S;
    for (sent++; settled() < sent && time(NULL) < deadline;)
        poll(NULL, 0, 1);
}

static void act(const void *row)
{
    (void)row;
    send_one();
}

static void check(const void *row, bool failure)
{
    bool has_receiver = ((const struct act *)row)->has_receiver;
    struct webhook_counts counts = webhook_counts(webhook);
    if (settled() != sent)
        torture_blame("is lost: %zu wait", counts.waiting);
    if (!failure && (counts.delivered > 0) != has_receiver)
        torture_blame("does not come through with all the memory it wants");
    uint64_t before = counts.delivered;
    send_one();
    counts = webhook_counts(webhook);
    if (settled() != sent || (counts.delivered > before) != has_receiver)
        torture_blame("the next one does not come through: %zu wait", counts.waiting);
}

static void stop(const void *row)
{
    webhook_courier_free(courier);
    webhook_end(webhook);
    webhook_release(webhook);
    journal_book_free(book);
    if (((const struct act *)row)->has_receiver)
        scripted_server_stop(&receiver);
}

static const struct torture scenarios[] = {
    {"taken", &(const struct act){.has_receiver = true}, start, act, check, stop},
    {"nobody-listens", &(const struct act){.has_receiver = false}, start, act, check, stop},
};

int main(void)
{
    return torture_run("torture_courier", scenarios, sizeof scenarios / sizeof *scenarios);
}
