#include "access_log.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <time.h>

enum { MICROSECONDS = 1000000, TIME_SIZE = 64 };

static void format_time(int64_t time, char text[TIME_SIZE])
{
    time_t seconds = (time_t)(time / MICROSECONDS);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    snprintf(text, TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900,
             utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
             (int)(time % MICROSECONDS / 1000));
}

/* A terminal must not obey what a client sent. */
static void append_printable(struct buffer *line, const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            buffer_append_format(line, "\\x%02x", (unsigned)(unsigned char)*text);
        else
            buffer_append(line, text, 1);
    }
}

static void format_text(const struct access_log_entry *entry, struct buffer *line)
{
    const struct mock_report *report = entry->report;
    char time[TIME_SIZE];
    format_time(entry->time, time);
    buffer_append_format(line, "%s %s ", time, entry->method);
    append_printable(line, entry->path);
    buffer_append_format(line, " %d %lldus ", entry->status, (long long)entry->microseconds);
    append_printable(line, report->client_id[0] != '\0' ? report->client_id : "-");
    if (report->rule[0] != '\0')
        buffer_append_format(line, " signature=%s", report->rule);
    if (report->refusal[0] != '\0') {
        buffer_append_text(line, " refused: ");
        append_printable(line, report->refusal);
    }
    buffer_append_text(line, "\n");
}

static void add_text(cJSON *object, const char *name, const char *text)
{
    if (text[0] != '\0')
        cJSON_AddStringToObject(object, name, text);
}

static void format_json(const struct access_log_entry *entry, struct buffer *line)
{
    char time[TIME_SIZE];
    format_time(entry->time, time);
    cJSON *object = cJSON_CreateObject();
    add_text(object, "time", time);
    add_text(object, "method", entry->method);
    add_text(object, "path", entry->path);
    cJSON_AddNumberToObject(object, "status", entry->status);
    cJSON_AddNumberToObject(object, "microseconds", (double)entry->microseconds);
    add_text(object, "clientId", entry->report->client_id);
    add_text(object, "signatureRule", entry->report->rule);
    add_text(object, "refusal", entry->report->refusal);
    char *text = cJSON_PrintUnformatted(object);
    if (text != NULL)
        buffer_append_format(line, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(object);
}

void access_log_format(enum access_log_format format, const struct access_log_entry *entry,
                       struct buffer *line)
{
    if (format == ACCESS_LOG_TEXT)
        format_text(entry, line);
    else if (format == ACCESS_LOG_JSON)
        format_json(entry, line);
}
