#include "ledger.h"

void ledger_init(struct ledger *ledger)
{
    *ledger = (struct ledger){.at = {LEDGER_UNKNOWN}};
    pthread_mutex_init(&ledger->lock, NULL);
}

void ledger_end(struct ledger *ledger)
{
    pthread_mutex_destroy(&ledger->lock);
}

void ledger_note(struct ledger *ledger, int place, enum ledger_presence presence)
{
    pthread_mutex_lock(&ledger->lock);
    ledger->at[place] = presence;
    ledger->changed[place] += presence == LEDGER_UNKNOWN ? 1 : 0;
    pthread_mutex_unlock(&ledger->lock);
}

struct ledger_view ledger_look(struct ledger *ledger)
{
    struct ledger_view view;
    pthread_mutex_lock(&ledger->lock);
    for (int i = 0; i < LEDGER_CONNECTIONS; i++) {
        view.at[i] = ledger->at[i];
        view.changed[i] = ledger->changed[i];
    }
    pthread_mutex_unlock(&ledger->lock);
    return view;
}

bool ledger_agrees(struct ledger *ledger, const struct ledger_view *view, int place, bool seen)
{
    pthread_mutex_lock(&ledger->lock);
    bool judged =
        view->changed[place] == ledger->changed[place] && view->at[place] != LEDGER_UNKNOWN;
    pthread_mutex_unlock(&ledger->lock);
    return !judged || seen == (view->at[place] == LEDGER_THERE);
}
