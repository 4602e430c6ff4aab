#include "snaptrade/utf8.h"

#include <string.h>

static const struct form {
    unsigned char mask, lead, more;
    uint32_t least;
} forms[] = {
    {0x80, 0x00, 0, 0}, {0xE0, 0xC0, 1, 0x80}, {0xF0, 0xE0, 2, 0x800}, {0xF8, 0xF0, 3, 0x10000}};

static const struct form *form_of(unsigned char lead)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if ((lead & forms[i].mask) == forms[i].lead)
            return &forms[i];
    return NULL;
}

bool snaptrade_utf8_next(const char **text, const char *end, uint32_t *code_point)
{
    const char *p = *text;
    const struct form *form = p < end ? form_of((unsigned char)*p) : NULL;
    if (form == NULL || end - p <= form->more)
        return false;
    uint32_t value = (unsigned char)*p++ & (uint32_t)~form->mask & 0xFF;
    for (unsigned n = 0; n < form->more; n++, p++) {
        if (((unsigned char)*p & 0xC0) != 0x80)
            return false;
        value = (value << 6) | ((unsigned char)*p & 0x3FU);
    }
    if (value < form->least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return false;
    *text = p;
    *code_point = value;
    return true;
}

/* Behind the ASCII that it starts with, eight bytes at a time. */
static const char *skip_ascii(const char *text, const char *end)
{
    uint64_t eight;
    for (; (size_t)(end - text) >= sizeof eight; text += sizeof eight) {
        memcpy(&eight, text, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (text < end && (unsigned char)*text < 0x80)
        text++;
    return text;
}

bool snaptrade_utf8_valid(const char *text, size_t length)
{
    const char *end = text + length;
    uint32_t code_point;
    while ((text = skip_ascii(text, end)) < end)
        if (!snaptrade_utf8_next(&text, end, &code_point))
            return false;
    return true;
}
