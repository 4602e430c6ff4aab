#include "journal_pattern.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "journal_match.h"

enum { LEAST_STATUS = 100, MOST_STATUS = 599, OF_A_CLASS = 100, DIGITS_MAX = 18, NUMBER_SIZE = 32 };

enum { NUMBER = 1, NULLABLE = 2, NO_MEMBER = 4 };

static bool match_text(const struct journal_pattern *pattern, const struct journal_entry *entry,
                       enum journal_filter filter, enum journal_text text)
{
    const char *wanted = pattern->wanted[filter], *found = journal_entry_text(entry, text);
    return strcmp(wanted, "*") == 0 ? found[0] != '\0' : strcmp(wanted, found) == 0;
}

static bool match_path(const struct journal_pattern *pattern, const struct journal_entry *entry,
                       enum journal_filter filter, enum journal_text text)
{
    return journal_match_path(pattern->wanted[filter], journal_entry_text(entry, text),
                              entry->path_length);
}

static bool match_user(const struct journal_pattern *pattern, const struct journal_entry *entry,
                       enum journal_filter filter, enum journal_text text)
{
    const char *query = journal_entry_text(entry, text) + entry->path_length;
    return *query == '?' && journal_match_parameter(query + 1, "userId", pattern->wanted[filter]);
}

static bool match_status(const struct journal_pattern *pattern, const struct journal_entry *entry,
                         enum journal_filter filter, enum journal_text text)
{
    (void)filter;
    (void)text;
    return entry->status >= pattern->least_status && entry->status <= pattern->most_status;
}

static const char *set_text(struct journal_pattern *pattern, size_t row, const char *value)
{
    pattern->wanted[row] = value;
    return NULL;
}

static const char *set_path(struct journal_pattern *pattern, size_t row, const char *value)
{
    if ((value[0] != '/' && value[0] != '*') || strlen(value) > JOURNAL_PATH_MAX ||
        strchr(value, '?') != NULL)
        return "must be a path of at most 255 bytes that begins with / or *, without a query";
    return set_text(pattern, row, value);
}

static bool read_number(const char *text, uint64_t *number)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > DIGITS_MAX || text[digits] != '\0')
        return false;
    for (*number = 0; *text != '\0'; text++)
        *number = *number * 10 + (uint64_t)(*text - '0');
    return true;
}

static bool is_class(const char *text)
{
    return text[0] >= '1' && text[0] <= '5' && strcasecmp(text + 1, "xx") == 0;
}

static const char *set_status(struct journal_pattern *pattern, size_t row, const char *value)
{
    uint64_t status;
    (void)row;
    if (is_class(value)) {
        pattern->least_status = (value[0] - '0') * OF_A_CLASS;
        pattern->most_status = pattern->least_status + OF_A_CLASS - 1;
        return NULL;
    }
    if (!read_number(value, &status) || status < LEAST_STATUS || status > MOST_STATUS)
        return "must be a status from 100 to 599, or a class such as \"4xx\"";
    pattern->least_status = pattern->most_status = (int)status;
    return NULL;
}

static const char *set_after(struct journal_pattern *pattern, size_t row, const char *value)
{
    (void)row;
    return read_number(value, &pattern->after) ? NULL : "must be the id of a request, or 0";
}

static const char *set_limit(struct journal_pattern *pattern, size_t row, const char *value)
{
    uint64_t limit;
    (void)row;
    if (!read_number(value, &limit) || limit < 1 || limit > JOURNAL_LIST_MAX)
        return "must be a number from 1 to 1000";
    pattern->limit = (size_t)limit;
    return NULL;
}

/* The filters, and behind them what else there is to set. */
static const struct {
    const char *name;
    /* NULL: it is set; else what the value must be. */
    const char *(*set)(struct journal_pattern *pattern, size_t row, const char *value);
    unsigned flags; /* what else than a string it may be in JSON */
    bool (*matches)(const struct journal_pattern *pattern, const struct journal_entry *entry,
                    enum journal_filter filter, enum journal_text text);
    enum journal_text text; /* of the entry: what is compared */
} parameters[] = {
    [JOURNAL_BY_METHOD] = {"method", set_text, 0, match_text, JOURNAL_METHOD},
    [JOURNAL_BY_PATH] = {"path", set_path, 0, match_path, JOURNAL_TARGET},
    [JOURNAL_BY_STATUS] = {"status", set_status, NUMBER, match_status, JOURNAL_TEXTS},
    [JOURNAL_BY_USER_ID] = {"userId", set_text, 0, match_user, JOURNAL_TARGET},
    [JOURNAL_BY_CLIENT_ID] = {"clientId", set_text, NULLABLE, match_text, JOURNAL_CLIENT_ID},
    [JOURNAL_BY_SIGNATURE_RULE] = {"signatureRule", set_text, NULLABLE, match_text,
                                   JOURNAL_SIGNATURE_RULE},
    [JOURNAL_BY_DIAGNOSIS] = {"diagnosis", set_text, NULLABLE, match_text, JOURNAL_DIAGNOSIS},
    [JOURNAL_BY_FAULT] = {"fault", set_text, NULLABLE, match_text, JOURNAL_FAULT},
    [JOURNAL_BY_EVENT_TYPE] = {"eventType", set_text, NULLABLE, match_text, JOURNAL_WEBHOOK_EVENT},
    [JOURNAL_FILTERS] = {"after", set_after, NUMBER, NULL, JOURNAL_TEXTS},
    {"limit", set_limit, NO_MEMBER, NULL, JOURNAL_TEXTS},
};

enum { PARAMETERS = sizeof parameters / sizeof parameters[0] };

const char *journal_filter_name(enum journal_filter filter)
{
    return parameters[filter].name;
}

static void add_unknown(unsigned unusable, struct problems *problems)
{
    struct buffer names = {0};
    for (size_t i = 0; i < PARAMETERS; i++)
        if ((parameters[i].flags & unusable) == 0)
            buffer_append_format(&names, "%s%s", i == 0 ? "" : ", ", parameters[i].name);
    problems_add(problems, "unknown; there are %s", names.failed ? "others" : names.data);
    buffer_free(&names);
}

/* PARAMETERS: there is none of this name, and a problem says so. */
static size_t find(const char *name, unsigned unusable, struct problems *problems)
{
    size_t row = 0;
    while (row < PARAMETERS &&
           ((parameters[row].flags & unusable) != 0 || strcmp(parameters[row].name, name) != 0))
        row++;
    if (row == PARAMETERS)
        add_unknown(unusable, problems);
    return row;
}

static void set(struct journal_pattern *pattern, size_t row, const char *value,
                struct problems *problems)
{
    char quote[PROBLEM_QUOTE_SIZE];
    const char *must = "must stand only once";
    if ((pattern->set >> row & 1U) == 0)
        must = parameters[row].set(pattern, row, value);
    pattern->set |= 1U << row;
    if (must != NULL)
        problems_add(problems, "%s, not %s", must, problem_quote(value, quote));
}

bool journal_pattern_set(struct journal_pattern *pattern, const char *name, const char *value,
                         struct problems *problems)
{
    size_t before = problems->count, mark = problems_enter_member(problems, name);
    size_t row = find(name, 0, problems);
    if (row < PARAMETERS)
        set(pattern, row, value, problems);
    problems_leave(problems, mark);
    return problems->count == before;
}

/* A number is printed to `number`, which is read before the next one is. */
static const char *text_of(const cJSON *member, unsigned flags, char number[NUMBER_SIZE])
{
    if (cJSON_IsString(member))
        return member->valuestring;
    if (cJSON_IsNull(member) && (flags & NULLABLE) != 0)
        return "";
    if (!cJSON_IsNumber(member) || (flags & NUMBER) == 0)
        return NULL;
    snprintf(number, NUMBER_SIZE, "%.15g", member->valuedouble);
    return number;
}

static void read_member(struct journal_pattern *pattern, const cJSON *member,
                        struct problems *problems)
{
    char number[NUMBER_SIZE];
    size_t row = find(member->string, NO_MEMBER, problems);
    if (row == PARAMETERS)
        return;
    unsigned flags = parameters[row].flags;
    const char *text = text_of(member, flags, number);
    if (text != NULL)
        set(pattern, row, text, problems);
    else
        problems_add(problems, "must be a string%s",
                     (flags & NUMBER) != 0     ? " or a number"
                     : (flags & NULLABLE) != 0 ? " or null"
                                               : "");
}

bool journal_pattern_read(struct journal_pattern *pattern, const cJSON *object,
                          struct problems *problems)
{
    size_t before = problems->count;
    const cJSON *member;
    if (!cJSON_IsObject(object))
        problems_add(problems, "must be an object");
    cJSON_ArrayForEach(member, object)
    {
        size_t mark = problems_enter_member(problems, member->string);
        read_member(pattern, member, problems);
        problems_leave(problems, mark);
    }
    return problems->count == before;
}

unsigned journal_pattern_differs(const struct journal_pattern *pattern,
                                 const struct journal_entry *entry)
{
    unsigned differs = 0;
    for (unsigned i = 0; i < JOURNAL_FILTERS; i++)
        if ((pattern->set >> i & 1U) != 0 &&
            !parameters[i].matches(pattern, entry, (enum journal_filter)i, parameters[i].text))
            differs |= 1U << i;
    return differs;
}
