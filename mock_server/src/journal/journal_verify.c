#include "journal_verify.h"

#include <stdint.h>

#include "../state/shape.h"
#include "journal_json.h"

enum { ROWS = 100, CLOSEST = 5 };

static const struct shape_field fields[] = {
    {"pattern", SHAPE_FREE, 0, NULL, NULL},
    {"exactly", SHAPE_INTEGER, SHAPE_OPTIONAL, NULL, NULL},
    {"atLeast", SHAPE_INTEGER, SHAPE_OPTIONAL, NULL, NULL},
    {"atMost", SHAPE_INTEGER, SHAPE_OPTIONAL, NULL, NULL},
    {NULL, SHAPE_TEXT, 0, NULL, NULL},
};
static const struct shape shape = {fields};

static void add_at(const char *member, const char *what, struct problems *problems)
{
    size_t mark = problems_enter_member(problems, member);
    problems_add(problems, "%s", what);
    problems_leave(problems, mark);
}

/* False: it does not stand there. */
static bool read_count(const cJSON *object, const char *name, size_t *count,
                       struct problems *problems)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (member == NULL)
        return false;
    if (member->valuedouble < 0)
        add_at(name, "must not be negative", problems);
    else
        *count = (size_t)member->valuedouble;
    return true;
}

bool journal_expectation_read(struct journal_expectation *expectation, const cJSON *object,
                              struct problems *problems)
{
    size_t before = problems->count, exactly = 0;
    *expectation = (struct journal_expectation){.least = 0, .most = SIZE_MAX};
    if (!shape_check(&shape, object, problems))
        return false;
    size_t mark = problems_enter_member(problems, "pattern");
    journal_pattern_read(&expectation->pattern, cJSON_GetObjectItemCaseSensitive(object, "pattern"),
                         problems);
    problems_leave(problems, mark);
    bool least = read_count(object, "atLeast", &expectation->least, problems);
    bool most = read_count(object, "atMost", &expectation->most, problems);
    if (read_count(object, "exactly", &exactly, problems)) {
        if (least || most)
            add_at("exactly", "excludes atLeast and atMost", problems);
        expectation->least = expectation->most = exactly;
    } else if (!least && !most) {
        expectation->least = 1;
    }
    if (expectation->least > expectation->most)
        add_at("atMost", "must not be less than atLeast", problems);
    return problems->count == before;
}

struct candidate {
    struct journal_entry *entry;
    unsigned differs, count; /* the filters that do not match, and how many they are */
};

struct seen {
    const struct journal_pattern *pattern;
    size_t count, rows;
    struct journal_entry *matching[ROWS]; /* newest first */
    struct candidate closest[CLOSEST];    /* those that differ least first, then the newest */
};

/* Puts it before the first that differs more; those behind move on, the last out. */
static void keep_closest(struct seen *seen, struct candidate candidate)
{
    size_t place = 0;
    while (place < CLOSEST && seen->closest[place].entry != NULL &&
           seen->closest[place].count <= candidate.count)
        place++;
    for (; place < CLOSEST; place++) {
        struct candidate moved = seen->closest[place];
        seen->closest[place] = candidate;
        candidate = moved;
    }
    if (candidate.entry != NULL)
        journal_entry_release(candidate.entry);
}

static bool see(void *context, struct journal_entry *entry)
{
    struct seen *seen = context;
    struct candidate candidate = {entry, journal_pattern_differs(seen->pattern, entry), 0};
    for (unsigned rest = candidate.differs; rest != 0; rest &= rest - 1)
        candidate.count++;
    if (candidate.differs != 0) {
        keep_closest(seen, candidate);
        return true;
    }
    seen->count++;
    if (seen->rows < ROWS)
        seen->matching[seen->rows++] = entry;
    else
        journal_entry_release(entry);
    return true;
}

static void append_candidate(const struct candidate *candidate, struct buffer *out)
{
    const char *comma = "";
    buffer_append_text(out, "{\"entry\":");
    journal_json_entry(candidate->entry, out);
    buffer_append_text(out, ",\"differs\":[");
    for (unsigned i = 0; i < JOURNAL_FILTERS; i++) {
        if ((candidate->differs >> i & 1U) == 0)
            continue;
        buffer_append_format(out, "%s\"%s\"", comma, journal_filter_name((enum journal_filter)i));
        comma = ",";
    }
    buffer_append_text(out, "]}");
}

static void append_closest(const struct seen *seen, struct buffer *out)
{
    buffer_append_text(out, ",\"closest\":[");
    for (size_t i = 0; i < CLOSEST && seen->closest[i].entry != NULL; i++) {
        if (i > 0)
            buffer_append_text(out, ",");
        append_candidate(&seen->closest[i], out);
    }
    buffer_append_text(out, "]");
}

bool journal_verify(struct journal *journal, const struct journal_expectation *expectation,
                    struct buffer *out)
{
    struct seen seen = {.pattern = &expectation->pattern};
    journal_visit(journal, expectation->pattern.after, journal_mark(journal).last, see, &seen);
    bool holds = seen.count >= expectation->least && seen.count <= expectation->most;
    buffer_append_format(out, "{\"holds\":%s,\"count\":%zu,\"rows\":", holds ? "true" : "false",
                         seen.count);
    journal_json_entries(seen.matching, seen.rows, out);
    if (seen.count < expectation->least)
        append_closest(&seen, out);
    buffer_append_text(out, "}");
    for (size_t i = 0; i < seen.rows; i++)
        journal_entry_release(seen.matching[i]);
    for (size_t i = 0; i < CLOSEST && seen.closest[i].entry != NULL; i++)
        journal_entry_release(seen.closest[i].entry);
    return holds;
}
