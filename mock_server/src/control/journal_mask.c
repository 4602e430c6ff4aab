#include "journal_mask.h"

#include <string.h>

#include "snaptrade/percent.h"

enum { SIGNATURE_SHOWN = 6 };

/* The later hides more. */
enum kind { SHOWN, SHORTENED, HIDDEN };

enum { IN_QUERY = 1, IN_HEADER = 2, ANYWHERE = 3 };

/* A name that has this word in it names such a value. */
static const struct {
    const char *word;
    enum kind kind;
    int places;
} words[JOURNAL_MASK_WORDS] = {
    {"secret", HIDDEN, ANYWHERE},   {"consumer", HIDDEN, ANYWHERE},
    {"apikey", HIDDEN, ANYWHERE},   {"token", HIDDEN, ANYWHERE},
    {"password", HIDDEN, ANYWHERE}, {"authorization", HIDDEN, IN_HEADER},
    {"cookie", HIDDEN, IN_HEADER},  {"signature", SHORTENED, ANYWHERE},
};

/* Where a name may end or the next begin, '%', which may stand for such, and the text's end. */
static const bool specials[256] = {
    ['\0'] = true, ['%'] = true, ['&'] = true, ['/'] = true,
    [';'] = true,  ['='] = true, ['?'] = true, ['#'] = true,
};

/* A bit for each letter of a name, whatever its case; anything may be behind an escape. */
static uint32_t letters_of(const char *name, const char *end)
{
    uint32_t letters = 0;
    for (; name < end; name++)
        letters |= *name != '%' ? UINT32_C(1) << (*name & 0x1F) : UINT32_MAX;
    return letters;
}

void journal_mask_init(struct journal_mask *mask, const char *consumer_key)
{
    mask->key = consumer_key != NULL ? consumer_key : "";
    for (size_t i = 0; i < JOURNAL_MASK_WORDS; i++)
        mask->word_letters[i] = letters_of(words[i].word, words[i].word + strlen(words[i].word));
    memcpy(mask->stops, specials, sizeof specials);
    mask->stops[(unsigned char)mask->key[0]] = true;
    if (mask->key[0] == ' ')
        mask->stops['+'] = true;
}

static bool is_letter_or_digit(int byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* The byte at `text` decoded; *length is what it takes there. */
static int decoded(const char *text, size_t *length)
{
    int byte = *text == '%' ? snaptrade_percent_byte(text + 1) : -1;
    *length = byte >= 0 ? 3 : 1;
    return byte >= 0 ? byte : (unsigned char)*text;
}

/* The next letter or digit in lower case; 0: there is none. */
static int next_letter(const char **name, const char *end)
{
    while (*name < end) {
        size_t length;
        int byte = decoded(*name, &length);
        *name += length;
        if (is_letter_or_digit(byte))
            return byte | 0x20;
    }
    return 0;
}

static bool begins_with(const char *name, const char *end, const char *word)
{
    for (; *word != '\0'; word++)
        if (next_letter(&name, end) != *word)
            return false;
    return true;
}

static bool has_word(const char *name, const char *end, const char *word)
{
    for (; name < end; name++)
        if (begins_with(name, end, word))
            return true;
    return false;
}

/* Few names have all the letters of a word, so few are searched for one. */
static enum kind kind_of(const struct journal_mask *mask, const char *name, const char *end,
                         int place)
{
    uint32_t letters = letters_of(name, end);
    enum kind kind = SHOWN;
    for (size_t i = 0; i < JOURNAL_MASK_WORDS; i++)
        if ((mask->word_letters[i] & ~letters) == 0 && words[i].kind > kind &&
            (words[i].places & place) != 0 && has_word(name, end, words[i].word))
            kind = words[i].kind;
    return kind;
}

/* One text on its way. */
struct text {
    const struct journal_mask *mask;
    char *out;
    const char *name; /* where the name before the next '=' begins */
    enum kind kind;   /* of the value the text is in */
    bool starred;     /* what was written last stands for a run that is hidden */
    size_t shown;     /* bytes of a shortened value */
};

/* How many bytes at `at` are the key, escaped or not; 0: it does not stand there. */
static size_t key_at(const struct text *text, const char *at)
{
    const char *start = at;
    for (const char *key = text->mask->key; *key != '\0'; key++) {
        size_t length;
        if (decoded(at, &length) != (unsigned char)*key) {
            if (*at != *key && !(*at == '+' && *key == ' '))
                return 0;
            length = 1;
        }
        at += length;
    }
    return (size_t)(at - start);
}

static void put(struct text *text, const char *bytes, size_t length)
{
    memcpy(text->out, bytes, length);
    text->out += length;
    text->starred = false;
}

static void put_stars(struct text *text)
{
    if (!text->starred)
        put(text, "***", 3);
    text->starred = true;
}

static void put_hidden(struct text *text, const char *at, size_t length)
{
    size_t escape;
    int byte = decoded(at, &escape);
    if (escape == 1 || byte >= 0x80 || is_letter_or_digit(byte))
        put_stars(text);
    else
        put(text, at, length);
}

static void put_shortened(struct text *text, const char *at, size_t length)
{
    size_t room = text->shown < SIGNATURE_SHOWN ? SIGNATURE_SHOWN - text->shown : 0;
    if (length <= room)
        put(text, at, length);
    else if (text->shown <= SIGNATURE_SHOWN) {
        put(text, at, *at == '%' ? 0 : room); /* no half an escape */
        put(text, "...", 3);
        text->shown = SIGNATURE_SHOWN;
    }
    text->shown += length;
}

static void put_key(struct text *text)
{
    if (text->shown <= SIGNATURE_SHOWN)
        put_stars(text);
    if (text->kind == SHORTENED)
        text->shown += SIGNATURE_SHOWN + 1;
}

/* Bytes that need a look come alone, others as long as they go on. */
static void put_value(struct text *text, const char *at, size_t length)
{
    if (text->kind == HIDDEN)
        put_hidden(text, at, length);
    else if (text->kind == SHORTENED)
        put_shortened(text, at, length);
    else
        put(text, at, length);
}

/* A byte that needs a look, which may be escaped; in a shown text it may end a name or begin one.
 * Returns how many bytes it takes. */
static size_t put_special(struct text *text, const char *at, bool parameters)
{
    size_t length;
    int byte = decoded(at, &length);
    if (parameters && *at == '&') {
        text->kind = SHOWN;
        text->shown = 0;
    }
    put_value(text, at, length);
    if (!parameters || text->kind != SHOWN)
        return length;
    if (byte == '=')
        text->kind = kind_of(text->mask, text->name, at, IN_QUERY);
    else if (specials[byte] && byte != '%')
        text->name = at + length;
    return length;
}

static char *mask_value(struct text *text, const char *at, bool parameters)
{
    const bool *stops = text->mask->stops;
    while (*at != '\0') {
        size_t length = 0;
        while (!stops[(unsigned char)at[length]])
            length++;
        if (length > 0)
            put_value(text, at, length);
        else if ((length = key_at(text, at)) > 0)
            put_key(text);
        else
            length = put_special(text, at, parameters);
        at += length;
    }
    *text->out = '\0';
    return text->out;
}

char *journal_mask_text(const struct journal_mask *mask, char *out, const char *text)
{
    struct text masked = {.mask = mask, .name = text};
    masked.out = out;
    return mask_value(&masked, text, true);
}

char *journal_mask_header(const struct journal_mask *mask, char *out, const char *name,
                          const char *value)
{
    struct text masked = {.mask = mask, .name = value};
    masked.out = out;
    masked.kind = kind_of(mask, name, name + strlen(name), IN_HEADER);
    if (masked.kind != HIDDEN)
        return mask_value(&masked, value, masked.kind == SHOWN);
    if (value[0] != '\0')
        put_stars(&masked);
    *masked.out = '\0';
    return masked.out;
}
