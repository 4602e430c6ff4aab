/* UUIDs in RFC 4122 text form: 8-4-4-4-12 hexadecimal digits, either case, any version. Pure. */
#ifndef SNAPTRADE_UUID_H
#define SNAPTRADE_UUID_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SNAPTRADE_UUID_LENGTH 36

struct snaptrade_uuid {
    unsigned char bytes[16];
};

/* False when the `length` characters are anything but one UUID; *uuid is then unchanged. */
bool snaptrade_uuid_parse(const char *text, size_t length, struct snaptrade_uuid *uuid);

/* Writes it with lower-case digits. */
void snaptrade_uuid_format(const struct snaptrade_uuid *uuid, char text[SNAPTRADE_UUID_LENGTH + 1]);

#ifdef __cplusplus
}
#endif
#endif
