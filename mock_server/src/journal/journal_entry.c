#include "journal_entry.h"

#include <stdlib.h>
#include <string.h>

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
    case JOURNAL_BODY:
        return record->body != NULL ? record->body : "";
    case JOURNAL_WEBHOOK_EVENT:
    case JOURNAL_WEBHOOK_ID:
    case JOURNAL_WEBHOOK_ERROR:
        return webhook_text(record->webhook, text);
    default:
        return "";
    }
}

static size_t target_size(const struct journal_record *record)
{
    return strlen(record->path) + 1 + strlen(record->query) + 1;
}

static bool is_secret(const char *value)
{
    return value != NULL && value[0] != '\0';
}

/* What write_texts() needs. */
static size_t room_for(const struct journal_record *record)
{
    size_t room = target_size(record);
    for (int i = 0; i < JOURNAL_TEXTS; i++)
        room += strlen(text_of(record, (enum journal_text)i)) + 1;
    for (size_t i = 0; i < record->header_count; i++)
        room += strlen(record->headers[i].name) + 1 + strlen(record->headers[i].value) + 1;
    for (size_t i = 0; i < record->secrets.count; i++)
        room += is_secret(record->secrets.values[i]) ? strlen(record->secrets.values[i]) + 1 : 0;
    return room;
}

static char *write_text(char *out, const char *text)
{
    size_t size = strlen(text) + 1;
    memcpy(out, text, size);
    return out + size;
}

static char *write_target(char *out, const struct journal_record *record)
{
    out = write_text(out, record->path);
    if (record->query[0] == '\0')
        return out;
    out[-1] = '?';
    return write_text(out, record->query);
}

static void write_texts(const struct journal_record *record, struct journal_entry *entry)
{
    char *out = entry->bytes;
    for (int i = 0; i < JOURNAL_TEXTS; i++) {
        entry->texts[i] = (uint32_t)(out - entry->bytes);
        out = i == JOURNAL_TARGET ? write_target(out, record)
                                  : write_text(out, text_of(record, (enum journal_text)i));
    }
    entry->headers = (uint32_t)(out - entry->bytes);
    for (size_t i = 0; i < record->header_count; i++) {
        out = write_text(out, record->headers[i].name);
        out = write_text(out, record->headers[i].value);
    }
    entry->secrets = (uint32_t)(out - entry->bytes);
    for (size_t i = 0; i < record->secrets.count && entry->secret_count < JOURNAL_MOST_SECRETS; i++)
        if (is_secret(record->secrets.values[i])) {
            out = write_text(out, record->secrets.values[i]);
            entry->secret_count++;
        }
}

struct journal_entry *journal_entry_new(const struct journal_record *record)
{
    size_t room = room_for(record);
    struct journal_entry *entry = room < UINT32_MAX ? malloc(sizeof *entry + room) : NULL;
    if (entry == NULL)
        return NULL;
    *entry = (struct journal_entry){
        .size = sizeof *entry + room,
        .time = record->time,
        .microseconds = record->microseconds,
        .status = record->status,
        .fault_draw = record->fault_draw,
        .body_bytes = record->body_bytes,
        .connection = record->connection,
        .path_length = strlen(record->path),
        .header_count = record->header_count,
        .webhook_attempt = record->webhook != NULL ? record->webhook->attempt : 0,
    };
    atomic_init(&entry->references, 1);
    write_texts(record, entry);
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

/* Room for what the entry's secrets are masked by. */
struct secret_list {
    const char *values[JOURNAL_MOST_SECRETS];
};

static struct snaptrade_secrets secrets_of(const struct journal_entry *entry,
                                           struct secret_list *list)
{
    const char *secret = entry->bytes + entry->secrets;
    for (size_t i = 0; i < entry->secret_count; i++, secret += strlen(secret) + 1)
        list->values[i] = secret;
    return (struct snaptrade_secrets){list->values, entry->secret_count};
}

/* Path and query by themselves: a value in the one does not reach into the other. */
char *journal_entry_show_target(const struct journal_entry *entry)
{
    struct secret_list list;
    const struct snaptrade_secrets secrets = secrets_of(entry, &list);
    const char *target = journal_entry_text(entry, JOURNAL_TARGET);
    const char *query = target + entry->path_length;
    char *path = strndup(target, entry->path_length);
    char *shown =
        path != NULL
            ? malloc(SNAPTRADE_MASKED_SIZE(strlen(path)) + SNAPTRADE_MASKED_SIZE(strlen(query)))
            : NULL;
    if (shown != NULL) {
        size_t length = snaptrade_mask(SNAPTRADE_TEXT_QUERY, path, &secrets, shown);
        snaptrade_mask(SNAPTRADE_TEXT_QUERY, query, &secrets, shown + length);
    }
    free(path);
    return shown;
}

char *journal_entry_show_header(const struct journal_entry *entry, const struct http_header *header)
{
    struct secret_list list;
    const struct snaptrade_secrets secrets = secrets_of(entry, &list);
    char *shown = malloc(SNAPTRADE_MASKED_SIZE(strlen(header->value)));
    if (shown != NULL)
        snaptrade_mask_header(header->name, header->value, &secrets, shown);
    return shown;
}

/* A form is no JSON, and would keep its secrets. */
char *journal_entry_show_body(const struct journal_entry *entry)
{
    struct secret_list list;
    const struct snaptrade_secrets secrets = secrets_of(entry, &list);
    const char *body = journal_entry_text(entry, JOURNAL_BODY);
    bool json = strchr("{[\"", body[strspn(body, " \t\r\n")]) != NULL;
    char *shown = malloc(SNAPTRADE_MASKED_SIZE(strlen(body)));
    if (shown != NULL)
        snaptrade_mask(json ? SNAPTRADE_TEXT_JSON : SNAPTRADE_TEXT_QUERY, body, &secrets, shown);
    return shown;
}
