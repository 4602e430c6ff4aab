#include "model_reader.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snaptrade/utf8.h"

/* Freeing */

static void free_fields(const struct shape *shape, char *model)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        void *place = model + field->offset;
        if (field->kind == TEXT || field->kind == RAW_OBJECT) {
            free(((struct snaptrade_text *)place)->value);
        } else if (field->kind == OBJECT) {
            free_fields(field->nested, place);
        } else if (field->kind == TEXT_LIST) {
            struct snaptrade_text_list *list = place;
            for (size_t n = 0; n < list->count; n++)
                free(list->items[n]);
            free(list->items);
        }
    }
}

void model_free(const struct shape *shape, void *model)
{
    free_fields(shape, model);
    memset(model, 0, shape->size);
}

void model_free_items(const struct shape *shape, void *items, size_t count)
{
    for (size_t i = 0; items != NULL && i < count; i++)
        free_fields(shape, (char *)items + i * shape->size);
    free(items);
}

/* Parsing */

struct parse {
    char pointer[SNAPTRADE_MESSAGE_SIZE / 2]; /* of the value being read */
    char *message;
    enum snaptrade_parse_result result;
};

__attribute__((format(printf, 2, 3))) static bool refuse(struct parse *parse, const char *format,
                                                         ...)
{
    va_list arguments;
    va_start(arguments, format);
    parse->result = SNAPTRADE_PARSE_MALFORMED;
    int length = snprintf(parse->message, SNAPTRADE_MESSAGE_SIZE, "%s%s", parse->pointer,
                          parse->pointer[0] != '\0' ? ": " : "");
    vsnprintf(parse->message + length, SNAPTRADE_MESSAGE_SIZE - (size_t)length, format, arguments);
    va_end(arguments);
    return false;
}

static bool no_memory(struct parse *parse)
{
    parse->result = SNAPTRADE_PARSE_NO_MEMORY;
    snprintf(parse->message, SNAPTRADE_MESSAGE_SIZE, "out of memory");
    return false;
}

/* Returns what leave() takes back to. */
static size_t enter(struct parse *parse, const char *name)
{
    size_t mark = strlen(parse->pointer);
    snprintf(parse->pointer + mark, sizeof parse->pointer - mark, "/%s", name);
    return mark;
}

static size_t enter_element(struct parse *parse, size_t index)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    return enter(parse, number);
}

static void leave(struct parse *parse, size_t mark)
{
    parse->pointer[mark] = '\0';
}

static bool copy_text(struct parse *parse, const cJSON *json, char **copy)
{
    if (!cJSON_IsString(json))
        return refuse(parse, "not a string");
    *copy = strdup(json->valuestring);
    return *copy != NULL || no_memory(parse);
}

static bool read_text(struct parse *parse, const struct field *field, const cJSON *json,
                      void *place)
{
    (void)field;
    return copy_text(parse, json, &((struct snaptrade_text *)place)->value);
}

static bool read_bool(struct parse *parse, const struct field *field, const cJSON *json,
                      void *place)
{
    (void)field;
    ((struct snaptrade_bool *)place)->value = cJSON_IsTrue(json);
    return cJSON_IsBool(json) || refuse(parse, "not a boolean");
}

static bool read_integer(struct parse *parse, const struct field *field, const cJSON *json,
                         void *place)
{
    static const double limit = 9007199254740992.0; /* a double counts to 2^53 */
    (void)field;
    double number = json->valuedouble;
    if (!cJSON_IsNumber(json) || !(number >= -limit && number <= limit) ||
        (double)(int64_t)number != number)
        return refuse(parse, "not a whole number");
    ((struct snaptrade_integer *)place)->value = (int64_t)number;
    return true;
}

static bool read_text_list(struct parse *parse, const struct field *field, const cJSON *json,
                           void *place)
{
    struct snaptrade_text_list *list = place;
    const cJSON *element;
    (void)field;
    if (!cJSON_IsArray(json))
        return refuse(parse, "not an array");
    int size = cJSON_GetArraySize(json);
    list->items = calloc((size_t)size + 1, sizeof *list->items); /* never NULL for none */
    if (list->items == NULL)
        return no_memory(parse);
    cJSON_ArrayForEach(element, json)
    {
        size_t mark = enter_element(parse, list->count);
        if (!copy_text(parse, element, &list->items[list->count]))
            return false;
        list->count++;
        leave(parse, mark);
    }
    return true;
}

static bool read_raw_object(struct parse *parse, const struct field *field, const cJSON *json,
                            void *place)
{
    (void)field;
    if (!cJSON_IsObject(json))
        return refuse(parse, "not an object");
    char *printed = cJSON_PrintUnformatted(json);
    char *copy = printed != NULL ? strdup(printed) : NULL; /* cJSON may have another allocator */
    cJSON_free(printed);
    ((struct snaptrade_text *)place)->value = copy;
    return copy != NULL || no_memory(parse);
}

static bool read_fields(struct parse *parse, const struct shape *shape, const cJSON *json,
                        char *model);

static bool read_object(struct parse *parse, const struct field *field, const cJSON *json,
                        void *place)
{
    return read_fields(parse, field->nested, json, place);
}

static bool (*const readers[])(struct parse *parse, const struct field *field, const cJSON *json,
                               void *place) = {
    [TEXT] = read_text,           [BOOL] = read_bool,     [INTEGER] = read_integer,
    [TEXT_LIST] = read_text_list, [OBJECT] = read_object, [RAW_OBJECT] = read_raw_object,
};

static bool read_field(struct parse *parse, const struct field *field, const cJSON *json,
                       void *place)
{
    if (json == NULL)
        return true;
    enum snaptrade_presence *presence = place; /* every field's first member */
    *presence = cJSON_IsNull(json) ? SNAPTRADE_NULL : SNAPTRADE_PRESENT;
    return cJSON_IsNull(json) || readers[field->kind](parse, field, json, place);
}

static bool read_fields(struct parse *parse, const struct shape *shape, const cJSON *json,
                        char *model)
{
    if (!cJSON_IsObject(json))
        return refuse(parse, "not an object");
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        size_t mark = enter(parse, field->name);
        if (!read_field(parse, field, cJSON_GetObjectItemCaseSensitive(json, field->name),
                        model + field->offset))
            return false;
        leave(parse, mark);
    }
    return true;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The whole text as JSON, which cJSON_Delete() frees; NULL: refused. */
static cJSON *read_json(struct parse *parse, const char *text, size_t length)
{
    const char *end = text;
    if (!snaptrade_utf8_valid(text, length)) {
        refuse(parse, "not UTF-8");
        return NULL;
    }
    cJSON *json = cJSON_ParseWithLengthOpts(text, length, &end, false);
    while (json != NULL && end < text + length && is_space(*end))
        end++;
    if (json != NULL && end == text + length)
        return json;
    refuse(parse, json == NULL ? "not JSON, at byte %zu" : "more behind the JSON, at byte %zu",
           (size_t)(end - text));
    cJSON_Delete(json);
    return NULL;
}

static struct parse new_parse(char *message)
{
    message[0] = '\0';
    return (struct parse){.message = message, .result = SNAPTRADE_PARSE_OK};
}

enum snaptrade_parse_result model_parse(const struct shape *shape, const char *text, size_t length,
                                        void *model, char *message)
{
    struct parse parse = new_parse(message);
    memset(model, 0, shape->size);
    cJSON *json = read_json(&parse, text, length);
    if (json != NULL && !read_fields(&parse, shape, json, model))
        model_free(shape, model);
    cJSON_Delete(json);
    return parse.result;
}

static bool read_items(struct parse *parse, const struct shape *shape, const cJSON *json,
                       char **items, size_t *count)
{
    const cJSON *element;
    if (!cJSON_IsArray(json))
        return refuse(parse, "not an array");
    int size = cJSON_GetArraySize(json);
    *items = calloc((size_t)size + 1, shape->size); /* never NULL for none */
    if (*items == NULL)
        return no_memory(parse);
    cJSON_ArrayForEach(element, json)
    {
        size_t mark = enter_element(parse, *count);
        char *item = *items + *count * shape->size;
        ++*count;
        if (!read_fields(parse, shape, element, item))
            return false;
        leave(parse, mark);
    }
    return true;
}

enum snaptrade_parse_result model_parse_items(const struct shape *shape, const char *text,
                                              size_t length, void **items, size_t *count,
                                              char *message)
{
    struct parse parse = new_parse(message);
    char *read = NULL;
    *count = 0;
    cJSON *json = read_json(&parse, text, length);
    if (json != NULL && !read_items(&parse, shape, json, &read, count)) {
        model_free_items(shape, read, *count);
        read = NULL;
        *count = 0;
    }
    *items = read;
    cJSON_Delete(json);
    return parse.result;
}
