#include "legible.h"

#include <stdint.h>
#include <string.h>

#include "snaptrade/utf8.h"

/* U+FFFD, and U+2400, whose first 32 neighbours are pictures of the control characters. */
static const char replacement[] = "\xEF\xBF\xBD", pictures[] = "\xE2\x90\x80";
enum { CONTROLS = 0x20 };

static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x7F, 0x9F},     /* DEL and the control characters of ISO 8859 */
    {0x200E, 0x200F}, /* marks and embeddings that turn the direction of what follows */
    {0x202A, 0x202E}, {0x2066, 0x2069}, {0xFFFE, 0xFFFF}, /* what XML cannot hold */
};

static bool is_hidden(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (code_point >= hidden[i].first && code_point <= hidden[i].last)
            return true;
    return false;
}

bool legible_next(const char **text, const char *end, char shown[LEGIBLE_SIZE])
{
    const char *start = *text;
    uint32_t code_point = 0;
    if (start == end)
        return false;
    bool valid = snaptrade_utf8_next(text, end, &code_point);
    if (!valid)
        (*text)++;
    if (!valid || is_hidden(code_point)) {
        memcpy(shown, replacement, sizeof replacement);
    } else if (code_point < CONTROLS && code_point != '\n' && code_point != '\t') {
        memcpy(shown, pictures, sizeof pictures);
        shown[sizeof pictures - 2] = (char)((unsigned char)pictures[2] + code_point);
    } else {
        size_t length = (size_t)(*text - start);
        memcpy(shown, start, length);
        shown[length] = '\0';
    }
    return true;
}

void legible_write_bytes(FILE *out, const char *text, size_t length)
{
    const char *end = text + length;
    char shown[LEGIBLE_SIZE];
    while (legible_next(&text, end, shown))
        fputs(shown, out);
}

void legible_write(FILE *out, const char *text)
{
    legible_write_bytes(out, text, strlen(text));
}
