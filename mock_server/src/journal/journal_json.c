#include "journal_json.h"

#include <stdlib.h>
#include <string.h>

#include "../state/rfc3339.h"
#include "snaptrade/utf8.h"

static bool is_plain(uint32_t code_point)
{
    return code_point >= 0x20 && code_point != '"' && code_point != '\\' && code_point != 0x7F;
}

static void append_escaped(unsigned char byte, struct buffer *out)
{
    if (byte == '"' || byte == '\\')
        buffer_append_format(out, "\\%c", byte);
    else if (byte < 0x80)
        buffer_append_format(out, "\\u%04x", byte);
    else
        buffer_append_format(out, "\\\\x%02x", byte);
}

static void append_string(const char *text, struct buffer *out)
{
    const char *end = text + strlen(text);
    buffer_append_text(out, "\"");
    while (text < end) {
        const char *start = text, *next = text;
        uint32_t code_point;
        while (snaptrade_utf8_next(&next, end, &code_point) && is_plain(code_point))
            text = next;
        buffer_append(out, start, (size_t)(text - start));
        if (text < end)
            append_escaped((unsigned char)*text++, out);
    }
    buffer_append_text(out, "\"");
}

/* Takes the text over; NULL: there was no memory for it. */
static void append_shown(char *shown, struct buffer *out)
{
    if (shown != NULL)
        append_string(shown, out);
    else
        out->failed = true;
    free(shown);
}

static void append_text(const char *name, const char *text, struct buffer *out)
{
    buffer_append_format(out, ",\"%s\":", name);
    if (text[0] != '\0')
        append_string(text, out);
    else
        buffer_append_text(out, "null");
}

/* Cut, not rounded: it stays below 1. Without a fault nothing was drawn. */
static void append_draw(const struct journal_entry *entry, struct buffer *out)
{
    const double millions = 1e6;
    if (journal_entry_text(entry, JOURNAL_FAULT)[0] != '\0')
        buffer_append_format(out, ",\"faultDraw\":0.%06u",
                             (unsigned)(entry->fault_draw * millions));
    else
        buffer_append_text(out, ",\"faultDraw\":null");
}

static void append_headers(const struct journal_entry *entry, struct buffer *out)
{
    size_t place = entry->headers;
    buffer_append_text(out, ",\"headers\":[");
    for (size_t i = 0; i < entry->header_count; i++) {
        struct http_header header = journal_entry_header(entry, &place);
        buffer_append_text(out, i == 0 ? "{\"name\":" : ",{\"name\":");
        append_string(header.name, out);
        buffer_append_text(out, ",\"value\":");
        append_shown(journal_entry_show_header(entry, &header), out);
        buffer_append_text(out, "}");
    }
    buffer_append_text(out, "]");
}

static void append_body(const struct journal_entry *entry, struct buffer *out)
{
    buffer_append_format(out, ",\"bodyBytes\":%zu,\"body\":", entry->body_bytes);
    if (journal_entry_text(entry, JOURNAL_BODY)[0] != '\0')
        append_shown(journal_entry_show_body(entry), out);
    else
        buffer_append_text(out, "null");
}

/* Only where there is one: requests to us have no such member. */
static void append_webhook(const struct journal_entry *entry, struct buffer *out)
{
    const char *event = journal_entry_text(entry, JOURNAL_WEBHOOK_EVENT);
    if (event[0] == '\0')
        return;
    buffer_append_format(out, ",\"webhook\":{\"attempt\":%u", entry->webhook_attempt);
    append_text("eventType", event, out);
    append_text("webhookId", journal_entry_text(entry, JOURNAL_WEBHOOK_ID), out);
    append_text("error", journal_entry_text(entry, JOURNAL_WEBHOOK_ERROR), out);
    buffer_append_text(out, "}");
}

void journal_json_entry(const struct journal_entry *entry, struct buffer *out)
{
    static const struct {
        const char *name;
        enum journal_text text;
    } texts[] = {
        {"clientId", JOURNAL_CLIENT_ID},
        {"signatureRule", JOURNAL_SIGNATURE_RULE},
        {"diagnosis", JOURNAL_DIAGNOSIS},
        {"fault", JOURNAL_FAULT},
    };
    char time[RFC3339_SIZE];
    rfc3339_format(entry->time, time);
    buffer_append_format(out, "{\"id\":%llu,\"time\":\"%s\"", (unsigned long long)entry->id, time);
    append_text("method", journal_entry_text(entry, JOURNAL_METHOD), out);
    buffer_append_text(out, ",\"target\":");
    append_shown(journal_entry_show_target(entry), out);
    buffer_append_format(out, ",\"status\":%d,\"microseconds\":%lld", entry->status,
                         (long long)entry->microseconds);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        append_text(texts[i].name, journal_entry_text(entry, texts[i].text), out);
    append_draw(entry, out);
    append_headers(entry, out);
    append_body(entry, out);
    buffer_append_format(out, ",\"connection\":%llu", (unsigned long long)entry->connection);
    append_webhook(entry, out);
    buffer_append_text(out, "}");
}

void journal_json_entries(struct journal_entry *const *entries, size_t count, struct buffer *out)
{
    buffer_append_text(out, "[");
    for (size_t i = count; i-- > 0;) {
        journal_json_entry(entries[i], out);
        if (i > 0)
            buffer_append_text(out, ",");
    }
    buffer_append_text(out, "]");
}
