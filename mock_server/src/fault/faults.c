#include "faults.h"

#include <stdlib.h>

#include "../request_locks.h"
#include "../state/member.h"

struct fault_list {
    atomic_uint references;
    size_t count;
    struct fault_rule *rules[]; /* held */
};

bool faults_begin(struct faults *faults, struct fault_book *book)
{
    faults->book = book;
    faults->seed = book->seed;
    faults->list = NULL;
    faults->closed = false;
    return brief_lock_init(&faults->lock);
}

void faults_end(struct faults *faults)
{
    faults_clear(faults);
    pthread_mutex_destroy(&faults->lock);
}

struct fault_book *fault_book_new(uint64_t seed)
{
    struct fault_book *book = calloc(1, sizeof *book);
    if (book == NULL)
        return NULL;
    book->seed = seed;
    book->pauses = pauses_new();
    if (book->pauses != NULL && faults_begin(&book->of_all, book))
        return book;
    pauses_free(book->pauses);
    free(book);
    return NULL;
}

void fault_book_free(struct fault_book *book)
{
    if (book == NULL)
        return;
    faults_end(&book->of_all);
    pauses_free(book->pauses);
    free(book);
}

static bool refuse(struct fault_rule *rule, const char *member, const char *what,
                   struct problems *problems)
{
    if (member != NULL)
        member_problem(problems, member, what);
    else
        problems_add(problems, "%s", what);
    fault_rule_release(rule);
    return false;
}

bool fault_draft_add(struct fault_draft *draft, struct fault_rule *rule, struct problems *problems)
{
    if (draft->count == FAULT_RULES_MAX)
        return refuse(rule, NULL, "there are 100 rules before it, which is the most", problems);
    for (size_t i = 0; i < draft->count; i++)
        if (strcmp(draft->rules[i]->name, rule->name) == 0)
            return refuse(rule, "name", "is the name of another rule", problems);
    if (draft->bytes + rule->action.body.length > FAULT_BODIES_MAX)
        return refuse(rule, "action", "the bodies of all rules have more than 1048576 bytes",
                      problems);
    draft->bytes += rule->action.body.length;
    draft->rules[draft->count++] = rule;
    return true;
}

void fault_draft_free(struct fault_draft *draft)
{
    for (size_t i = 0; i < draft->count; i++)
        fault_rule_release(draft->rules[i]);
    draft->count = draft->bytes = 0;
}

/* Takes the draft's references over. */
static struct fault_list *make_list(struct fault_draft *draft)
{
    struct fault_list *list = malloc(sizeof *list + draft->count * sizeof(struct fault_rule *));
    if (list == NULL)
        return NULL;
    atomic_init(&list->references, 1);
    list->count = draft->count;
    memcpy(list->rules, draft->rules, draft->count * sizeof(struct fault_rule *));
    draft->count = draft->bytes = 0;
    return list;
}

static void release_list(struct fault_list *list)
{
    if (list == NULL || atomic_fetch_sub(&list->references, 1) != 1)
        return;
    for (size_t i = 0; i < list->count; i++)
        fault_rule_release(list->rules[i]);
    free(list);
}

static size_t count_of(const struct fault_list *list)
{
    return list != NULL ? list->count : 0;
}

static bool contains(const struct fault_list *list, const struct fault_rule *rule)
{
    size_t place = 0;
    while (place < count_of(list) && list->rules[place] != rule)
        place++;
    return place < count_of(list);
}

/* Under the lock. Returns what is not there any more, for after_swap(): it may be `list` itself. */
static struct fault_list *swap(struct faults *faults, struct fault_list *list)
{
    struct fault_list *before = faults->list;
    if (faults->closed)
        return list;
    atomic_fetch_add(&faults->book->rules, count_of(list));
    atomic_fetch_sub(&faults->book->rules, count_of(before));
    for (size_t i = 0; i < count_of(before); i++)
        if (!contains(list, before->rules[i]))
            atomic_store(&before->rules[i]->ended, true);
    faults->list = list;
    return before;
}

static void after_swap(struct faults *faults, struct fault_list *before)
{
    if (before != NULL)
        pauses_wake(faults->book->pauses);
    release_list(before);
}

bool faults_replace(struct faults *faults, struct fault_draft *draft, uint64_t seed)
{
    struct fault_list *list = make_list(draft);
    if (list == NULL)
        return false;
    pthread_mutex_lock(&faults->lock);
    struct fault_list *before = swap(faults, list);
    faults->seed = seed;
    pthread_mutex_unlock(&faults->lock);
    after_swap(faults, before);
    return true;
}

static void clear(struct faults *faults, bool close)
{
    pthread_mutex_lock(&faults->lock);
    struct fault_list *before = swap(faults, NULL);
    faults->seed = faults->book->seed;
    faults->closed = faults->closed || close;
    pthread_mutex_unlock(&faults->lock);
    after_swap(faults, before);
}

void faults_clear(struct faults *faults)
{
    clear(faults, false);
}

void faults_close(struct faults *faults)
{
    clear(faults, true);
}

/* Under the lock: the rules of the set but that one, which may be NULL. */
static void draft_others(const struct faults *faults, const struct fault_rule *but,
                         struct fault_draft *draft)
{
    for (size_t i = 0; i < count_of(faults->list); i++) {
        struct fault_rule *rule = faults->list->rules[i];
        if (rule == but)
            continue;
        fault_rule_hold(rule);
        draft->bytes += rule->action.body.length;
        draft->rules[draft->count++] = rule;
    }
}

bool faults_add(struct faults *faults, struct fault_rule *rule, struct problems *problems)
{
    struct fault_draft draft = {.count = 0};
    struct fault_list *list = NULL, *before = NULL;
    pthread_mutex_lock(&faults->lock);
    draft_others(faults, NULL, &draft);
    if (fault_draft_add(&draft, rule, problems)) {
        list = make_list(&draft);
        if (list != NULL)
            before = swap(faults, list);
        else
            problems_no_memory(problems);
    }
    pthread_mutex_unlock(&faults->lock);
    fault_draft_free(&draft);
    after_swap(faults, before);
    return list != NULL;
}

/* Under the lock. */
static struct fault_rule *find(const struct faults *faults, const char *name)
{
    for (size_t i = 0; i < count_of(faults->list); i++)
        if (strcmp(faults->list->rules[i]->name, name) == 0)
            return faults->list->rules[i];
    return NULL;
}

enum fault_removal faults_remove(struct faults *faults, const char *name)
{
    struct fault_draft draft = {.count = 0};
    struct fault_list *list = NULL, *before = NULL;
    pthread_mutex_lock(&faults->lock);
    struct fault_rule *rule = find(faults, name);
    if (rule != NULL) {
        draft_others(faults, rule, &draft);
        list = make_list(&draft);
    }
    if (list != NULL)
        before = swap(faults, list);
    pthread_mutex_unlock(&faults->lock);
    fault_draft_free(&draft);
    after_swap(faults, before);
    return rule == NULL ? FAULT_UNKNOWN : list != NULL ? FAULT_REMOVED : FAULT_NO_MEMORY;
}

/* Held, so that its rules can be looked at without the lock; NULL: there are none. */
static struct fault_list *hold_list(struct faults *faults, uint64_t *seed)
{
    pthread_mutex_lock(&faults->lock);
    struct fault_list *list = faults->list;
    if (list != NULL)
        atomic_fetch_add(&list->references, 1);
    *seed = faults->seed;
    pthread_mutex_unlock(&faults->lock);
    return list;
}

uint64_t faults_visit(struct faults *faults,
                      void (*visit)(void *context, const struct fault_rule *rule,
                                    const struct fault_counts *counts),
                      void *context)
{
    uint64_t seed;
    struct fault_list *list = hold_list(faults, &seed);
    for (size_t i = 0; i < count_of(list); i++) {
        pthread_mutex_lock(&faults->lock);
        const struct fault_counts counts = list->rules[i]->counts;
        pthread_mutex_unlock(&faults->lock);
        visit(context, list->rules[i], &counts);
    }
    release_list(list);
    return seed;
}

/* Comparing takes its time, and a request of one kind must not wait for it under another's lock:
 * only what counts is done there. */
struct fault_rule *faults_match(struct faults *faults, const struct http_request *request,
                                struct fault_decision *decision)
{
    uint64_t seed;
    bool fits[FAULT_RULES_MAX];
    struct fault_rule *taken = NULL;
    struct fault_list *list = hold_list(faults, &seed);
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        fits[i] = fault_rule_fits(list->rules[i], request);
    pthread_mutex_lock(&faults->lock);
    for (size_t i = 0; i < list->count && taken == NULL; i++) {
        if (!fits[i])
            continue;
        *decision = fault_rule_match(list->rules[i], seed);
        taken = decision->applies ? list->rules[i] : NULL;
    }
    pthread_mutex_unlock(&faults->lock);
    if (taken != NULL)
        fault_rule_hold(taken);
    release_list(list);
    return taken;
}

struct fault_rule *faults_name(struct faults *faults, const char *name,
                               struct fault_decision *decision)
{
    pthread_mutex_lock(&faults->lock);
    struct fault_rule *rule = find(faults, name);
    if (rule != NULL) {
        fault_rule_hold(rule);
        *decision = fault_rule_name(rule, faults->seed);
    }
    pthread_mutex_unlock(&faults->lock);
    return rule;
}
