#include "variants.h"

#include <stdlib.h>
#include <string.h>

#include "snaptrade/percent.h"
#include "snaptrade/utf8.h"

#define UNRESERVED "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

static const char api_prefix[] = "/api/v1";

/* Room for `size` times the text; the longest growth is a byte to %XX. */
static char *room_for(const char *text, size_t size, bool *failed)
{
    char *room = malloc(size * strlen(text) + sizeof api_prefix);
    if (room == NULL)
        *failed = true;
    return room;
}

/* Keeps a variant only when it differs from the text and can be signed. */
static char *keep(char *variant, const char *text)
{
    if (strcmp(variant, text) != 0 && snaptrade_utf8_valid(variant, strlen(variant)))
        return variant;
    free(variant);
    return NULL;
}

static bool is_in(const char *set, unsigned char byte)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

char *variant_encoded_key(const char *key, bool *failed)
{
    /* What encodeURI of ECMAScript leaves alone. */
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                               ";,/?:@&=+$-_.!~*'()#";
    char *variant = room_for(key, 3, failed);
    if (variant == NULL)
        return NULL;
    snaptrade_percent_encode(variant, key, kept);
    return keep(variant, key);
}

char *variant_other_prefix(const char *path, bool *failed)
{
    size_t length = sizeof api_prefix - 1;
    char *variant = room_for(path, 1, failed);
    if (variant == NULL)
        return NULL;
    if (strncmp(path, api_prefix, length) == 0 && path[length] == '/') {
        strncpy(variant, path + length, strlen(path) + 1);
    } else {
        memcpy(variant, api_prefix, length);
        memcpy(variant + length, path, strlen(path) + 1);
    }
    return variant;
}

char *variant_decoded_path(const char *path, bool *failed)
{
    size_t length;
    char *variant = room_for(path, 1, failed);
    if (variant == NULL)
        return NULL;
    if (snaptrade_percent_decode(path, variant, &length) && strlen(variant) == length)
        return keep(variant, path);
    free(variant);
    return NULL;
}

char *variant_raw_ids(const char *query, bool *failed)
{
    static const char kept[] = UNRESERVED "!$&'()*+,;=:@/?%#";
    char *variant = room_for(query, 1, failed);
    if (variant == NULL)
        return NULL;
    char *out = variant;
    for (const char *p = query; *p != '\0';) {
        int byte = *p == '%' ? snaptrade_percent_byte(p + 1) : -1;
        if (byte > 0 && !is_in(kept, (unsigned char)byte)) {
            *out++ = (char)byte;
            p += 3;
        } else {
            *out++ = *p++;
        }
    }
    *out = '\0';
    return keep(variant, query);
}

/* Decodes one value of a query in place; false when it is not one. */
static bool decode_value(char *value)
{
    size_t length;
    for (char *p = value; *p != '\0'; p++)
        if (*p == '+')
            *p = ' ';
    return snaptrade_percent_decode(value, value, &length) && strlen(value) == length;
}

char *variant_re_encoded(const char *query, bool *failed)
{
    char *variant = room_for(query, 3, failed);
    char *rest = variant != NULL ? strdup(query) : NULL;
    if (rest == NULL) {
        *failed = true;
        free(variant);
        return NULL;
    }
    char *out = variant;
    bool decodable = true;
    for (char *parameter = rest, *next; parameter != NULL && decodable; parameter = next) {
        next = strchr(parameter, '&');
        if (next != NULL)
            *next++ = '\0';
        char *value = strchr(parameter, '=');
        value = value != NULL ? value + 1 : parameter + strlen(parameter);
        size_t name = (size_t)(value - parameter);
        memcpy(out, parameter, name);
        decodable = decode_value(value);
        out = snaptrade_percent_encode(out + name, value, UNRESERVED);
        if (next != NULL)
            *out++ = '&';
    }
    *out = '\0';
    free(rest);
    if (decodable)
        return keep(variant, query);
    free(variant);
    return NULL;
}
