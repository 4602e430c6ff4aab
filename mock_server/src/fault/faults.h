/* The fault rules of a partner, and those for all partners.
 *
 * A book holds the rules for all, and what all sets of rules share; the book outlives them. Any
 * thread may call anything here. */
#ifndef FAULTS_H
#define FAULTS_H

#include <pthread.h>

#include "fault_rule.h"
#include "pauses.h"

enum { FAULT_RULES_MAX = 100, FAULT_BODIES_MAX = 1048576 };

struct fault_book;
struct fault_list;

/* A set of rules, in their order. */
struct faults {
    struct fault_book *book;
    pthread_mutex_t lock;
    uint64_t seed;
    struct fault_list *list; /* NULL: none; its rules are never changed, but it is replaced */
    bool closed;             /* its partner has gone: there will be none */
};

struct fault_book {
    uint64_t seed;       /* of sets that were not given one */
    atomic_size_t rules; /* of all sets: when there is none, no request need look */
    struct pauses *pauses;
    struct faults of_all;
};

struct fault_book *fault_book_new(uint64_t seed); /* NULL: no memory */
void fault_book_free(struct fault_book *book);    /* NULL is fine */

bool faults_begin(struct faults *faults, struct fault_book *book); /* false: no memory */
/* Its partner goes: takes all rules away, and those that are still on their way. */
void faults_close(struct faults *faults);
void faults_end(struct faults *faults);

/* Rules on their way into a set. */
struct fault_draft {
    size_t count, bytes;
    struct fault_rule *rules[FAULT_RULES_MAX]; /* held */
};

/* Adds a rule, and takes its reference over. False: there are too many, or their bodies are too
 * long, or one has its name; a problem was added, and the rule released. */
bool fault_draft_add(struct fault_draft *draft, struct fault_rule *rule, struct problems *problems);
void fault_draft_free(struct fault_draft *draft);

/* The set's rules become these, and start to count anew; it empties the draft. False: no memory,
 * and nothing has changed. */
bool faults_replace(struct faults *faults, struct fault_draft *draft, uint64_t seed);

/* Adds a rule behind the others, as fault_draft_add(). */
bool faults_add(struct faults *faults, struct fault_rule *rule, struct problems *problems);

enum fault_removal { FAULT_REMOVED, FAULT_UNKNOWN, FAULT_NO_MEMORY };
enum fault_removal faults_remove(struct faults *faults, const char *name);
void faults_clear(struct faults *faults); /* and its seed is the book's */

/* Calls back for each rule, in order, with its counts; returns the seed. */
uint64_t faults_visit(struct faults *faults,
                      void (*visit)(void *context, const struct fault_rule *rule,
                                    const struct fault_counts *counts),
                      void *context);

/* The rule for a request: the first that fits and applies; or the one of this name. It is held for
 * the caller. NULL: none. */
struct fault_rule *faults_match(struct faults *faults, const struct http_request *request,
                                struct fault_decision *decision);
struct fault_rule *faults_name(struct faults *faults, const char *name,
                               struct fault_decision *decision);

#endif
