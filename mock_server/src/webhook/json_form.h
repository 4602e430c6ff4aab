/* JSON text in the two forms that a webhook needs: as its body is sent, and as it is signed. Pure.
 *
 * Signed is what Python's json.dumps(body, separators=(",", ":"), sort_keys=True) makes of it. */
#ifndef JSON_FORM_H
#define JSON_FORM_H

#include <cjson/cJSON.h>

#include "../buffer.h"

enum json_form {
    JSON_FORM_SENT,     /* compact UTF-8, members in their order */
    JSON_FORM_CANONICAL /* compact ASCII, members sorted by name at every level */
};

/* Appends the text. Numbers are below 1e15, and stand alike in both forms, as Python prints them.
 * No memory: out->failed. */
void json_form_write(const cJSON *value, enum json_form form, struct buffer *out);

#endif
