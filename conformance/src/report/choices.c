#include "choices.h"

#include <errno.h>
#include <string.h>

const char *report_choices_add(struct report_choices *choices, char *text)
{
    char *equals = strchr(text, '=');
    if (equals == NULL || equals[1] == '\0')
        return "not FORMAT=FILE";
    if (choices->count == MOST_REPORTS)
        return "too many";
    *equals = '\0';
    report_writer *writer = report_named(text);
    if (writer == NULL)
        return "no such format";
    choices->rows[choices->count].writer = writer;
    choices->rows[choices->count++].file = equals + 1;
    return NULL;
}

bool report_choices_take_stdout(const struct report_choices *choices)
{
    for (size_t i = 0; i < choices->count; i++)
        if (strcmp(choices->rows[i].file, "-") == 0)
            return true;
    return false;
}

static bool write_one(report_writer *writer, const char *file, const struct verdicts *verdicts)
{
    bool is_stdout = strcmp(file, "-") == 0;
    FILE *out = is_stdout ? stdout : fopen(file, "we");
    if (out != NULL)
        writer(verdicts, out);
    bool good = out != NULL && fflush(out) == 0 && !ferror(out);
    if (!good)
        fprintf(stderr, "snaptrade-conformance: %s: %s\n", file, strerror(errno));
    if (out != NULL && !is_stdout)
        good = fclose(out) == 0 && good;
    return good;
}

bool report_choices_write(const struct report_choices *choices, const struct verdicts *verdicts)
{
    bool good = true;
    for (size_t i = 0; i < choices->count; i++)
        good = write_one(choices->rows[i].writer, choices->rows[i].file, verdicts) && good;
    return good;
}
