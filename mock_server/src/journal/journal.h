/* The journal: the last requests, of all and of each partner, in the order of their answers.
 *
 * A book holds the journal of all and any number of journals of partners, under one lock. Ids
 * grow over all of them and are never used twice. Any thread may call anything here, as long as
 * what it names exists: the book outlives its journals, and a journal is there until its last
 * holder has let go of it (journal_new and journal_hold, journal_release). */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "journal_entry.h"

struct journal_limits {
    size_t entries; /* of each journal; 0: nothing is kept */
    size_t bytes;   /* of each journal, too */
};

struct journal_book;
struct journal_book *journal_book_new(const struct journal_limits *limits); /* NULL: no memory */
void journal_book_free(struct journal_book *book); /* NULL is fine; no other journal is left */

/* Ends every wait at once, and those to come. */
void journal_book_stop(struct journal_book *book);

/* The journal of all; the book's. */
struct journal;
struct journal *journal_of_all(struct journal_book *book);

/* A partner's journal, held once, by the caller. NULL: no memory. */
struct journal *journal_new(struct journal_book *book);
void journal_hold(struct journal *journal);
void journal_release(struct journal *journal); /* NULL is fine */

/* Its partner goes: ends its waits, and those to come. */
void journal_end(struct journal *journal);

/* Keeps a request in the journal of all and, when `own` is not NULL, in that (which is another);
 * the oldest go. Drops it when there is no memory: that is no reason not to answer. */
void journal_add(struct journal_book *book, struct journal *own,
                 const struct journal_record *record);

/* Forgets what is in this journal, and ends its waits; ids go on. */
void journal_clear(struct journal *journal);

/* Numbers that grow with what happens to whom the journal is about: `all` with each entry, a
 * clearing, and what journal_touch() tells; `state` not with entries, unless they say that they
 * have counted. For those who show it all and want to know when to look again, and at what. */
struct journal_revision {
    uint64_t all, state;
};
struct journal_revision journal_revision(struct journal *journal);

/* Something else of it has changed. NULL: of everybody. */
void journal_touch(struct journal_book *book, struct journal *own);

/* How far a journal has been read. */
struct journal_mark {
    uint64_t last;   /* the newest id that it has had; 0: none yet */
    uint64_t clears; /* how often it has been cleared */
};
struct journal_mark journal_mark(struct journal *journal);

/* The newest entries with after < id < before, newest first, at most `most`; each is held for the
 * caller, who releases it. */
size_t journal_take(struct journal *journal, uint64_t after, uint64_t before,
                    struct journal_entry **entries, size_t most);

/* Shows the entries with after < id <= last, newest first, outside the lock; each is held for
 * `visit`, which releases it. False from it ends the visit. */
void journal_visit(struct journal *journal, uint64_t after, uint64_t last,
                   bool (*visit)(void *context, struct journal_entry *entry), void *context);

enum { JOURNAL_WAIT_MAX_MS = 60000 };

/* The patience of one reader, over as many waits as it needs. */
struct journal_wait {
    struct timespec deadline, next_look; /* CLOCK_MONOTONIC */
    bool (*gone)(void *context);         /* its client has left; may be NULL */
    void *context;
};

/* Starts now; more than JOURNAL_WAIT_MAX_MS is that. `gone` is asked a few times a second. */
struct journal_wait journal_wait_of(int64_t milliseconds, bool (*gone)(void *context),
                                    void *context);

/* Returns at once when the journal has had an entry since `mark`, else waits for one. False: none
 * will come, because the time is over, the client gone, the journal cleared or ended, or the book
 * stopped. */
bool journal_wait(struct journal *journal, const struct journal_mark *mark,
                  struct journal_wait *wait);

/* Returns the revision, once `all` is not `after` or the wait is over. */
struct journal_revision journal_wait_revision(struct journal *journal, uint64_t after,
                                              struct journal_wait *wait);

#endif
