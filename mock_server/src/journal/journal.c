#include "journal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <utlist.h>

#include "../monotonic.h"
#include "../request_locks.h"
#include "journal_ring.h"

enum { VISITED_AT_ONCE = 64, LOOK_MS = 250 };

/* Everything but the references is under the book's lock. */
struct journal {
    struct journal_book *book;
    struct journal *prev, *next; /* the book's */
    struct journal_ring ring;
    struct journal_mark mark;
    struct journal_revision revision;
    bool ended;
    unsigned waiters;
    pthread_cond_t changed; /* signalled only when somebody waits */
    atomic_uint references;
};

struct journal_book {
    pthread_mutex_t lock;
    struct journal_limits limits;
    struct journal *journals, *all;
    uint64_t last_id;
    bool stopped;
};

struct journal *journal_new(struct journal_book *book)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL || !monotonic_cond_init(&journal->changed)) {
        free(journal);
        return NULL;
    }
    journal->book = book;
    atomic_init(&journal->references, 1);
    pthread_mutex_lock(&book->lock);
    DL_APPEND(book->journals, journal);
    pthread_mutex_unlock(&book->lock);
    return journal;
}

void journal_hold(struct journal *journal)
{
    atomic_fetch_add_explicit(&journal->references, 1, memory_order_relaxed);
}

void journal_release(struct journal *journal)
{
    if (journal == NULL ||
        atomic_fetch_sub_explicit(&journal->references, 1, memory_order_acq_rel) != 1)
        return;
    pthread_mutex_lock(&journal->book->lock);
    DL_DELETE(journal->book->journals, journal);
    pthread_mutex_unlock(&journal->book->lock);
    journal_ring_free(&journal->ring);
    pthread_cond_destroy(&journal->changed);
    free(journal);
}

struct journal_book *journal_book_new(const struct journal_limits *limits)
{
    struct journal_book *book = calloc(1, sizeof *book);
    if (book == NULL || !brief_lock_init(&book->lock)) {
        free(book);
        return NULL;
    }
    book->limits = *limits;
    book->all = journal_new(book);
    if (book->all == NULL) {
        journal_book_free(book);
        return NULL;
    }
    return book;
}

void journal_book_free(struct journal_book *book)
{
    if (book == NULL)
        return;
    journal_release(book->all);
    pthread_mutex_destroy(&book->lock);
    free(book);
}

struct journal *journal_of_all(struct journal_book *book)
{
    return book->all;
}

static void wake(struct journal *journal, bool state)
{
    journal->revision.all++;
    journal->revision.state += state;
    if (journal->waiters > 0)
        pthread_cond_broadcast(&journal->changed);
}

void journal_book_stop(struct journal_book *book)
{
    struct journal *journal;
    pthread_mutex_lock(&book->lock);
    book->stopped = true;
    DL_FOREACH(book->journals, journal) wake(journal, true);
    pthread_mutex_unlock(&book->lock);
}

void journal_end(struct journal *journal)
{
    pthread_mutex_lock(&journal->book->lock);
    journal->ended = true;
    wake(journal, true);
    pthread_mutex_unlock(&journal->book->lock);
}

/* Entries are freed outside the lock; `unused` gathers them under it. */
static void drop(struct journal_entry *entry, struct journal_entry **unused)
{
    if (!journal_entry_let_go(entry))
        return;
    entry->next = *unused;
    *unused = entry;
}

static void free_unused(struct journal_entry *unused)
{
    while (unused != NULL) {
        struct journal_entry *next = unused->next;
        free(unused);
        unused = next;
    }
}

/* Takes over one reference to `entry`. */
static void push(struct journal *journal, struct journal_entry *entry, bool counted,
                 struct journal_entry **unused)
{
    const struct journal_limits *limits = &journal->book->limits;
    struct journal_ring *ring = &journal->ring;
    journal->mark.last = entry->id;
    wake(journal, counted);
    if (ring->count == limits->entries)
        drop(journal_ring_shift(ring), unused);
    if (!journal_ring_push(ring, entry))
        drop(entry, unused);
    while (ring->bytes > limits->bytes)
        drop(journal_ring_shift(ring), unused);
}

static void touch(struct journal_book *book, struct journal *own, bool state)
{
    struct journal *journal;
    pthread_mutex_lock(&book->lock);
    if (own != NULL && own != book->all) {
        wake(own, state);
        wake(book->all, state);
    } else {
        DL_FOREACH(book->journals, journal) wake(journal, state);
    }
    pthread_mutex_unlock(&book->lock);
}

void journal_touch(struct journal_book *book, struct journal *own)
{
    touch(book, own, true);
}

void journal_add(struct journal_book *book, struct journal *own,
                 const struct journal_record *record)
{
    struct journal_entry *unused = NULL;
    struct journal_entry *entry = book->limits.entries > 0 ? journal_entry_new(record) : NULL;
    if (entry == NULL) {
        touch(book, own, record->counted);
        return;
    }
    if (own != NULL)
        journal_entry_hold(entry);
    pthread_mutex_lock(&book->lock);
    entry->id = ++book->last_id;
    push(book->all, entry, record->counted, &unused);
    if (own != NULL)
        push(own, entry, record->counted, &unused);
    pthread_mutex_unlock(&book->lock);
    free_unused(unused);
}

struct journal_revision journal_revision(struct journal *journal)
{
    pthread_mutex_lock(&journal->book->lock);
    struct journal_revision revision = journal->revision;
    pthread_mutex_unlock(&journal->book->lock);
    return revision;
}

void journal_clear(struct journal *journal)
{
    pthread_mutex_lock(&journal->book->lock);
    struct journal_ring cleared = journal->ring;
    journal->ring = (struct journal_ring){0};
    journal->mark.clears++;
    wake(journal, true);
    pthread_mutex_unlock(&journal->book->lock);
    journal_ring_free(&cleared);
}

struct journal_mark journal_mark(struct journal *journal)
{
    pthread_mutex_lock(&journal->book->lock);
    struct journal_mark mark = journal->mark;
    pthread_mutex_unlock(&journal->book->lock);
    return mark;
}

size_t journal_take(struct journal *journal, uint64_t after, uint64_t before,
                    struct journal_entry **entries, size_t most)
{
    const struct journal_ring *ring = &journal->ring;
    size_t count = 0;
    pthread_mutex_lock(&journal->book->lock);
    for (size_t place = journal_ring_below(ring, before); place > 0 && count < most; place--) {
        struct journal_entry *entry = journal_ring_at(ring, place - 1);
        if (entry->id <= after)
            break;
        journal_entry_hold(entry);
        entries[count++] = entry;
    }
    pthread_mutex_unlock(&journal->book->lock);
    return count;
}

void journal_visit(struct journal *journal, uint64_t after, uint64_t last,
                   bool (*visit)(void *context, struct journal_entry *entry), void *context)
{
    struct journal_entry *entries[VISITED_AT_ONCE];
    uint64_t before = last + 1;
    size_t count = VISITED_AT_ONCE;
    bool more = true;
    while (more && count == VISITED_AT_ONCE) {
        count = journal_take(journal, after, before, entries, VISITED_AT_ONCE);
        before = count > 0 ? entries[count - 1]->id : 0;
        for (size_t i = 0; i < count; i++) {
            if (more)
                more = visit(context, entries[i]);
            else
                journal_entry_release(entries[i]);
        }
    }
}

struct journal_wait journal_wait_of(int64_t milliseconds, bool (*gone)(void *context),
                                    void *context)
{
    struct journal_wait wait = {.gone = gone, .context = context};
    const struct timespec now = monotonic_now();
    if (milliseconds > JOURNAL_WAIT_MAX_MS)
        milliseconds = JOURNAL_WAIT_MAX_MS;
    wait.deadline = monotonic_later(now, milliseconds > 0 ? milliseconds : 0);
    wait.next_look = monotonic_later(now, LOOK_MS);
    return wait;
}

/* False: nobody waits any longer. Outside the lock: `gone` may take its time. */
static bool has_patience(struct journal_wait *wait)
{
    const struct timespec now = monotonic_now();
    if (monotonic_passed(&wait->deadline, &now))
        return false;
    if (!monotonic_passed(&wait->next_look, &now))
        return true;
    wait->next_look = monotonic_later(now, LOOK_MS);
    return wait->gone == NULL || !wait->gone(wait->context);
}

/* When it looks again, or ends. */
static const struct timespec *next_of(const struct journal_wait *wait)
{
    return monotonic_passed(&wait->next_look, &wait->deadline) ? &wait->next_look : &wait->deadline;
}

static bool is_over(const struct journal *journal, const struct journal_mark *mark)
{
    return journal->mark.clears != mark->clears || journal->ended || journal->book->stopped;
}

static void wait_a_while(struct journal *journal, const struct journal_mark *mark,
                         const struct timespec *until)
{
    int result = 0;
    journal->waiters++;
    while (result != ETIMEDOUT && journal->mark.last == mark->last && !is_over(journal, mark))
        result = pthread_cond_timedwait(&journal->changed, &journal->book->lock, until);
    journal->waiters--;
}

bool journal_wait(struct journal *journal, const struct journal_mark *mark,
                  struct journal_wait *wait)
{
    bool newer = false, over = false;
    while (!newer && !over && has_patience(wait)) {
        const struct timespec *until = next_of(wait);
        pthread_mutex_lock(&journal->book->lock);
        wait_a_while(journal, mark, until);
        over = is_over(journal, mark);
        newer = journal->mark.last != mark->last;
        pthread_mutex_unlock(&journal->book->lock);
    }
    return newer && !over;
}

struct journal_revision journal_wait_revision(struct journal *journal, uint64_t after,
                                              struct journal_wait *wait)
{
    struct journal_revision revision = journal_revision(journal);
    bool over = false;
    while (revision.all == after && !over && has_patience(wait)) {
        const struct timespec *until = next_of(wait);
        int result = 0;
        pthread_mutex_lock(&journal->book->lock);
        journal->waiters++;
        while (result != ETIMEDOUT && journal->revision.all == after && !journal->ended &&
               !journal->book->stopped)
            result = pthread_cond_timedwait(&journal->changed, &journal->book->lock, until);
        journal->waiters--;
        revision = journal->revision;
        over = journal->ended || journal->book->stopped;
        pthread_mutex_unlock(&journal->book->lock);
    }
    return revision;
}
