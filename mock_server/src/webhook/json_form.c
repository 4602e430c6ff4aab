#include "json_form.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "snaptrade/utf8.h"

enum { NUMBER_SIZE = 32, MOST_DIGITS = 17, BEYOND_UNIT = 0x10000 };

static const char *short_escape(uint32_t code_point)
{
    switch (code_point) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

static void append_escape(uint32_t code_point, struct buffer *out)
{
    const char *escape = short_escape(code_point);
    if (escape != NULL) {
        buffer_append_text(out, escape);
    } else if (code_point < BEYOND_UNIT) {
        buffer_append_format(out, "\\u%04x", (unsigned)code_point);
    } else {
        code_point -= BEYOND_UNIT;
        buffer_append_format(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + (code_point >> 10)),
                             (unsigned)(0xDC00 + (code_point & 0x3FF)));
    }
}

/* Python escapes DEL as well. */
static bool is_plain(uint32_t code_point, enum json_form form)
{
    if (code_point < 0x20 || code_point == '"' || code_point == '\\')
        return false;
    return form == JSON_FORM_SENT || code_point < 0x7F;
}

/* Texts have passed a check before they came here; of one that is no UTF-8 the rest is left out. */
static void write_string(const char *text, enum json_form form, struct buffer *out)
{
    const char *end = text + strlen(text), *start = text, *next = text;
    uint32_t code_point;
    buffer_append_text(out, "\"");
    while (snaptrade_utf8_next(&next, end, &code_point)) {
        if (!is_plain(code_point, form)) {
            buffer_append(out, start, (size_t)(text - start));
            append_escape(code_point, out);
            start = next;
        }
        text = next;
    }
    buffer_append(out, start, (size_t)(text - start));
    buffer_append_text(out, "\"");
}

/* Like Python's repr(): the shortest text that reads back as the same number. */
static void write_number(double number, struct buffer *out)
{
    char text[NUMBER_SIZE];
    if (floor(number) == number) {
        buffer_append_format(out, "%lld", (long long)number);
        return;
    }
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    buffer_append_text(out, text);
}

/* Bytes of UTF-8 sort as code points do. */
static int compare_names(const void *left, const void *right)
{
    const cJSON *const *a = left, *const *b = right;
    return strcmp((*a)->string, (*b)->string);
}

static void write_member(const cJSON *member, enum json_form form, struct buffer *out)
{
    write_string(member->string, form, out);
    buffer_append_text(out, ":");
    json_form_write(member, form, out);
}

static void write_members(const cJSON *object, enum json_form form, struct buffer *out)
{
    size_t count = 0, capacity = (size_t)cJSON_GetArraySize(object);
    const cJSON **members = calloc(capacity + 1, sizeof(const cJSON *)), *member;
    if (members == NULL) {
        out->failed = true;
        return;
    }
    cJSON_ArrayForEach(member, object) members[count++] = member;
    if (form == JSON_FORM_CANONICAL)
        qsort(members, count, sizeof(const cJSON *), compare_names);
    buffer_append_text(out, "{");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_append_text(out, ",");
        write_member(members[i], form, out);
    }
    buffer_append_text(out, "}");
    free(members);
}

static void write_elements(const cJSON *array, enum json_form form, struct buffer *out)
{
    const cJSON *element;
    buffer_append_text(out, "[");
    cJSON_ArrayForEach(element, array)
    {
        if (element != array->child)
            buffer_append_text(out, ",");
        json_form_write(element, form, out);
    }
    buffer_append_text(out, "]");
}

/* Nested no deeper than json_check() lets it. */
void json_form_write(const cJSON *value, enum json_form form, struct buffer *out)
{
    if (cJSON_IsObject(value))
        write_members(value, form, out);
    else if (cJSON_IsArray(value))
        write_elements(value, form, out);
    else if (cJSON_IsString(value))
        write_string(value->valuestring, form, out);
    else if (cJSON_IsNumber(value))
        write_number(value->valuedouble, out);
    else if (cJSON_IsBool(value))
        buffer_append_text(out, cJSON_IsTrue(value) ? "true" : "false");
    else
        buffer_append_text(out, "null");
}
