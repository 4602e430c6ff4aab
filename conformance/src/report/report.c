#include "report.h"

#include <string.h>

/* In the order in which people are told of them. */
#define FORMATS(FORMAT)                                                                            \
    FORMAT("text", report_text)                                                                    \
    FORMAT("tap", report_tap)                                                                      \
    FORMAT("junit", report_junit)                                                                  \
    FORMAT("json", report_json)                                                                    \
    FORMAT("html", report_html)

#define ROW(name, writer) {name, writer},
#define NAME(name, writer) ", " name

static const struct {
    const char *name;
    report_writer *writer;
} formats[] = {FORMATS(ROW)};

report_writer *report_named(const char *format)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, format) == 0)
            return formats[i].writer;
    return NULL;
}

const char *report_formats(void)
{
    static const char names[] = FORMATS(NAME);
    return names + sizeof ", " - 1;
}
