/* Which connections of a partner must be seen, and which must not, while one thread removes and
 * restores them and others read.
 *
 * The one thread says before and after each step what it does; a reader looks before it asks and
 * is judged by what it saw. */
#ifndef LEDGER_H
#define LEDGER_H

#include <pthread.h>
#include <stdbool.h>

enum { LEDGER_CONNECTIONS = 3 };

enum ledger_presence { LEDGER_UNKNOWN, LEDGER_THERE, LEDGER_GONE };

struct ledger {
    pthread_mutex_t lock;
    enum ledger_presence at[LEDGER_CONNECTIONS];
    unsigned changed[LEDGER_CONNECTIONS]; /* how often one has become unknown */
};

struct ledger_view {
    enum ledger_presence at[LEDGER_CONNECTIONS];
    unsigned changed[LEDGER_CONNECTIONS];
};

void ledger_init(struct ledger *ledger);
void ledger_end(struct ledger *ledger);

/* What is now known of a connection. To be called with LEDGER_UNKNOWN before it is removed or
 * restored, and with what it then is after the answer. */
void ledger_note(struct ledger *ledger, int place, enum ledger_presence presence);

/* Before a read is sent. */
struct ledger_view ledger_look(struct ledger *ledger);

/* After its answer: false when it was seen although it had been removed before, or not seen
 * although it was there all the time. */
bool ledger_agrees(struct ledger *ledger, const struct ledger_view *view, int place, bool seen);

#endif
