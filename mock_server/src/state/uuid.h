/* UUIDs in RFC 4122 text form: 8-4-4-4-12 hexadecimal digits, either case, any version. Pure. */
#ifndef UUID_H
#define UUID_H

#include <stdbool.h>
#include <stddef.h>

enum { UUID_TEXT_LENGTH = 36 };

struct uuid {
    unsigned char bytes[16];
};

/* False when the `length` characters are anything but one UUID; *uuid is then unchanged. */
bool uuid_parse(const char *text, size_t length, struct uuid *uuid);

#endif
