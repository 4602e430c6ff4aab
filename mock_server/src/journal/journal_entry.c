#include "journal_entry.h"

#include <stdlib.h>
#include <string.h>

#include "snaptrade/mask.h"

/* Most requests fit here while they are masked; only then is it known how much they need. */
enum { SCRATCH_SIZE = 4096 };

static const char *webhook_text(const struct journal_webhook *webhook, enum journal_text text)
{
    if (webhook == NULL)
        return "";
    if (text == JOURNAL_WEBHOOK_ERROR)
        return webhook->error != NULL ? webhook->error : "";
    return text == JOURNAL_WEBHOOK_ID ? webhook->webhook_id : webhook->event_type;
}

static const char *text_of(const struct journal_record *record, enum journal_text text)
{
    switch (text) {
    case JOURNAL_METHOD:
        return record->method;
    case JOURNAL_CLIENT_ID:
        return record->client_id;
    case JOURNAL_SIGNATURE_RULE:
        return record->signature_rule;
    case JOURNAL_DIAGNOSIS:
        return record->diagnosis;
    case JOURNAL_FAULT:
        return record->fault;
    case JOURNAL_WEBHOOK_EVENT:
    case JOURNAL_WEBHOOK_ID:
    case JOURNAL_WEBHOOK_ERROR:
        return webhook_text(record->webhook, text);
    default:
        return "";
    }
}

/* The most that write_texts() needs. */
static size_t room_for(const struct journal_record *record)
{
    size_t room = SNAPTRADE_MASKED_SIZE(strlen(record->path)) +
                  SNAPTRADE_MASKED_SIZE(strlen(record->query)) + 1;
    for (int i = 0; i < JOURNAL_TEXTS; i++)
        room += strlen(text_of(record, (enum journal_text)i)) + 1;
    for (size_t i = 0; i < record->header_count; i++) {
        room += strlen(record->headers[i].name) + 1;
        room += SNAPTRADE_MASKED_SIZE(strlen(record->headers[i].value));
    }
    return room;
}

static char *write_text(char *out, const char *text)
{
    size_t size = strlen(text) + 1;
    memcpy(out, text, size);
    return out + size;
}

static char *write_target(char *out, const struct journal_record *record,
                          const struct snaptrade_secrets *secrets, size_t *path_length)
{
    const char *start = out;
    out += snaptrade_mask(SNAPTRADE_TEXT_QUERY, record->path, secrets, out);
    *path_length = (size_t)(out - start);
    if (record->query[0] != '\0') {
        *out++ = '?';
        out += snaptrade_mask(SNAPTRADE_TEXT_QUERY, record->query, secrets, out);
    }
    return out + 1;
}

/* Writes all texts to `start`, notes in `head` where they are, and returns their size. */
static size_t write_texts(const struct journal_record *record, char *start,
                          struct journal_entry *head)
{
    const struct snaptrade_secrets secrets = {&record->consumer_key, 1};
    char *out = start;
    for (int i = 0; i < JOURNAL_TEXTS; i++) {
        head->texts[i] = (uint32_t)(out - start);
        if (i == JOURNAL_TARGET)
            out = write_target(out, record, &secrets, &head->path_length);
        else
            out = write_text(out, text_of(record, (enum journal_text)i));
    }
    head->headers = (uint32_t)(out - start);
    for (size_t i = 0; i < record->header_count; i++) {
        const struct http_header *header = &record->headers[i];
        out = write_text(out, header->name);
        out += snaptrade_mask_header(header->name, header->value, &secrets, out) + 1;
    }
    return (size_t)(out - start);
}

struct journal_entry *journal_entry_new(const struct journal_record *record)
{
    struct journal_entry head = {
        .time = record->time,
        .microseconds = record->microseconds,
        .status = record->status,
        .fault_draw = record->fault_draw,
        .body_bytes = record->body_bytes,
        .connection = record->connection,
        .header_count = record->header_count,
        .webhook_attempt = record->webhook != NULL ? record->webhook->attempt : 0,
    };
    char scratch[SCRATCH_SIZE];
    size_t room = room_for(record);
    char *texts = room <= sizeof scratch ? scratch : malloc(room);
    struct journal_entry *entry = NULL;
    if (room < UINT32_MAX && texts != NULL) {
        size_t size = write_texts(record, texts, &head);
        head.size = sizeof *entry + size;
        entry = malloc(head.size);
        if (entry != NULL) {
            memcpy(entry, &head, sizeof head);
            atomic_init(&entry->references, 1);
            memcpy(entry->bytes, texts, size);
        }
    }
    if (texts != scratch)
        free(texts);
    return entry;
}

void journal_entry_hold(struct journal_entry *entry)
{
    atomic_fetch_add_explicit(&entry->references, 1, memory_order_relaxed);
}

bool journal_entry_let_go(struct journal_entry *entry)
{
    return atomic_fetch_sub_explicit(&entry->references, 1, memory_order_acq_rel) == 1;
}

void journal_entry_release(struct journal_entry *entry)
{
    if (journal_entry_let_go(entry))
        free(entry);
}

const char *journal_entry_text(const struct journal_entry *entry, enum journal_text text)
{
    return entry->bytes + entry->texts[text];
}

struct http_header journal_entry_header(const struct journal_entry *entry, size_t *place)
{
    struct http_header header = {.name = entry->bytes + *place};
    header.value = header.name + strlen(header.name) + 1;
    *place = (size_t)(header.value - entry->bytes) + strlen(header.value) + 1;
    return header;
}
