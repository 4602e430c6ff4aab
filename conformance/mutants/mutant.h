/* What a mutant is: a server of which one thing is broken, as a row of a table.
 *
 * It stands before a healthy mock. A row says of which requests, and of which answers, it changes
 * what, and which requirements are broken thereby: all others still hold, and the suite must find
 * exactly those. */
#ifndef MUTANT_H
#define MUTANT_H

#include "visit.h"

/* Which requests and answers: all that is given must be so. Zero: any. */
struct when {
    unsigned routes;            /* of enum route */
    const char *method;         /* HEAD is a GET, too */
    const char *path, *query;   /* it stands in it, raw */
    const char *header, *value; /* there is a header of that name, with that value */
    const char *without;        /* there is no parameter of that name */
    const char *sent;           /* it stands in the body of the request */
    const char *rule;           /* under which the signature is right; "": it is wrong or missing */
    bool (*also)(struct visit *visit);
    int status;       /* of the answer */
    const char *body; /* it stands in that of the answer */
};

/* What a change needs to know, as it says itself. */
struct change {
    void (*function)(struct visit *visit, const struct change *change); /* NULL: no change */
    const char *what, *with;
    int number;
};

struct mutant {
    const char *name, *sentence;
    struct when when;
    struct change request; /* before it goes on; the status and body of `when` are not known then */
    struct change answer;
    const char *breaks; /* ids of requirements, each with a space before the next */
};

/* Those that were made for the requirements of one area. */
struct mutants {
    const char *area;
    const struct mutant *rows;
    size_t count;
};

#define MUTANTS(area, rows)                                                                        \
    {                                                                                              \
        area, rows, sizeof(rows) / sizeof *(rows)                                                  \
    }

extern const struct mutants sign_mutants, auth_mutants, list_mutants, detail_mutants,
    remove_mutants, events_mutants, accounts_mutants, history_mutants, sync_mutants, users_mutants,
    body_mutants, login_mutants, error_mutants, limit_mutants, http_mutants;

/* All tables, ending in NULL. */
extern const struct mutants *const all_mutants[];

/* NULL: there is none of that name. */
const struct mutant *mutant_find(const char *name);

/* Whether the request, or with `answered` the request and its answer, is one to be changed. */
bool mutant_concerns(const struct mutant *mutant, struct visit *visit, bool answered);

#endif
