#include "journal_list.h"

#include "journal_json.h"

enum { LEAST_FAILURE = 400 };

struct found {
    const struct journal_pattern *pattern;
    struct journal_entry *entries[JOURNAL_LIST_MAX]; /* newest first */
    size_t count, most;
};

static bool find(void *context, struct journal_entry *entry)
{
    struct found *found = context;
    if (journal_pattern_differs(found->pattern, entry) == 0)
        found->entries[found->count++] = entry;
    else
        journal_entry_release(entry);
    return found->count < found->most;
}

void journal_list(struct journal *journal, const struct journal_pattern *pattern,
                  struct journal_wait *wait, struct buffer *out)
{
    struct found found = {.pattern = pattern, .most = pattern->limit};
    uint64_t after = pattern->after;
    struct journal_mark mark;
    if (found.most == 0)
        found.most = JOURNAL_LIST_DEFAULT;
    do {
        mark = journal_mark(journal);
        journal_visit(journal, after, mark.last, find, &found);
        if (after < mark.last)
            after = mark.last;
    } while (found.count == 0 && wait != NULL && journal_wait(journal, &mark, wait));
    buffer_append_text(out, "\"entries\":");
    journal_json_entries(found.entries, found.count, out);
    buffer_append_format(out, ",\"last\":%llu", (unsigned long long)mark.last);
    for (size_t i = 0; i < found.count; i++)
        journal_entry_release(found.entries[i]);
}

static bool find_failure(void *context, struct journal_entry *entry)
{
    struct journal_entry **failure = context;
    bool is_webhook = journal_entry_text(entry, JOURNAL_WEBHOOK_EVENT)[0] != '\0';
    if (entry->status >= LEAST_FAILURE && !is_webhook)
        *failure = entry;
    else
        journal_entry_release(entry);
    return *failure == NULL;
}

bool journal_last_failure(struct journal *journal, struct buffer *out)
{
    struct journal_entry *failure = NULL;
    journal_visit(journal, 0, journal_mark(journal).last, find_failure, &failure);
    if (failure == NULL)
        return false;
    journal_json_entry(failure, out);
    journal_entry_release(failure);
    return true;
}
