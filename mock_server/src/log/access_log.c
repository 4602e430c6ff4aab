#include "access_log.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "snaptrade/mask.h"
#include "snaptrade/utf8.h"

enum { MICROSECONDS = 1000000, TIME_SIZE = sizeof "2024-08-20T21:56:19.123Z" };
enum { LETTER_MOST = 4, FIRST_LETTER = 0xA0 };

/* Decimal, with leading zeros, and what stands behind it. */
static char *put_number(char *out, int number, int digits, char behind)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    out[digits] = behind;
    return out + digits + 1;
}

/* Without printf(), which would be half of what a line costs; nor is there any below. */
static void format_time(int64_t time, char text[TIME_SIZE])
{
    time_t seconds = (time_t)(time / MICROSECONDS);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    text = put_number(text, utc.tm_year + 1900, 4, '-');
    text = put_number(text, utc.tm_mon + 1, 2, '-');
    text = put_number(text, utc.tm_mday, 2, 'T');
    text = put_number(text, utc.tm_hour, 2, ':');
    text = put_number(text, utc.tm_min, 2, ':');
    text = put_number(text, utc.tm_sec, 2, '.');
    text = put_number(text, (int)(time % MICROSECONDS / 1000), 3, 'Z');
    *text = '\0';
}

static bool is_plain(char byte)
{
    return byte >= ' ' && byte <= '~';
}

/* The length of a letter beyond ASCII; 0: it is none, or a terminal obeys it (the controls of ISO
 * 8859) or shows by it what follows in another order. */
static size_t letter_length(const char *text)
{
    const char *end = text;
    uint32_t letter = 0;
    if (!snaptrade_utf8_next(&end, text + strnlen(text, LETTER_MOST), &letter) ||
        letter < FIRST_LETTER || (letter >= 0x200E && letter <= 0x200F) ||
        (letter >= 0x2028 && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069))
        return 0;
    return (size_t)(end - text);
}

/* A terminal must not obey what a client sent. */
static void append_printable(struct buffer *line, const char *text)
{
    while (*text != '\0') {
        size_t shown = 0;
        while (is_plain(text[shown]))
            shown++;
        if (shown == 0)
            shown = letter_length(text);
        buffer_append(line, text, shown);
        text += shown;
        if (shown == 0)
            buffer_append_format(line, "\\x%02x", (unsigned)(unsigned char)*text++);
    }
}

/* The path without a consumerKey, which a confused client may have put there. The caller frees
 * it; NULL: no memory. */
static char *mask_path(const struct access_log_entry *entry)
{
    const struct snaptrade_secrets secrets = {entry->report->secrets, MOCK_SECRETS};
    char *path = malloc(SNAPTRADE_MASKED_SIZE(strlen(entry->path)));
    if (path != NULL)
        snaptrade_mask(SNAPTRADE_TEXT_QUERY, entry->path, &secrets, path);
    return path;
}

static void format_text(const struct access_log_entry *entry, const char *path, struct buffer *line)
{
    const struct mock_report *report = entry->report;
    char time[TIME_SIZE];
    format_time(entry->time, time);
    buffer_append(line, time, TIME_SIZE - 1);
    buffer_append_text(line, " ");
    buffer_append_text(line, entry->method);
    buffer_append_text(line, " ");
    append_printable(line, path);
    buffer_append_text(line, " ");
    buffer_append_number(line, (size_t)entry->status);
    buffer_append_text(line, " ");
    buffer_append_number(line, (size_t)entry->microseconds);
    buffer_append_text(line, "us ");
    append_printable(line, report->client_id[0] != '\0' ? report->client_id : "-");
    if (report->rule[0] != '\0') {
        buffer_append_text(line, " signature=");
        buffer_append_text(line, report->rule);
    }
    if (entry->fault != NULL && entry->fault[0] != '\0') {
        buffer_append_text(line, " fault=");
        buffer_append_text(line, entry->fault);
    }
    if (report->refusal[0] != '\0') {
        buffer_append_text(line, " refused: ");
        append_printable(line, report->refusal);
    }
    if (report->diagnosis[0] != '\0')
        buffer_append_format(line, " diagnosis=%s", report->diagnosis);
    buffer_append_text(line, "\n");
}

static void add_text(cJSON *object, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0')
        cJSON_AddStringToObject(object, name, text);
}

static void format_json(const struct access_log_entry *entry, const char *path, struct buffer *line)
{
    char time[TIME_SIZE];
    format_time(entry->time, time);
    cJSON *object = cJSON_CreateObject();
    add_text(object, "time", time);
    add_text(object, "method", entry->method);
    add_text(object, "path", path);
    cJSON_AddNumberToObject(object, "status", entry->status);
    cJSON_AddNumberToObject(object, "microseconds", (double)entry->microseconds);
    add_text(object, "clientId", entry->report->client_id);
    add_text(object, "signatureRule", entry->report->rule);
    add_text(object, "fault", entry->fault);
    add_text(object, "refusal", entry->report->refusal);
    add_text(object, "diagnosis", entry->report->diagnosis);
    char *text = cJSON_PrintUnformatted(object);
    if (text != NULL)
        buffer_append_format(line, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(object);
}

void access_log_format(enum access_log_format format, const struct access_log_entry *entry,
                       struct buffer *line)
{
    if (format == ACCESS_LOG_NONE)
        return;
    char *path = mask_path(entry);
    if (format == ACCESS_LOG_TEXT)
        format_text(entry, path != NULL ? path : "-", line);
    else
        format_json(entry, path != NULL ? path : "-", line);
    free(path);
}
