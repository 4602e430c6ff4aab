#include "report.h"

#include <string.h>

static const struct {
    const char *name;
    report_writer *writer;
} formats[] = {{"text", report_text}, {"json", report_json}};

report_writer *report_named(const char *format)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, format) == 0)
            return formats[i].writer;
    return NULL;
}

const char *report_formats(void)
{
    return "text, json";
}
