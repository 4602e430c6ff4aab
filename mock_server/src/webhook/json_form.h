/* JSON as a webhook's body is sent: compact UTF-8, members in their order. Pure.
 *
 * Its receivers read it and print it anew, most of them in Python, to check what was signed. So
 * numbers have to stand in it as Python prints them. */
#ifndef JSON_FORM_H
#define JSON_FORM_H

#include <cjson/cJSON.h>

/* The text, which free() frees; NULL: no memory. The numbers of `value`, which are below 1e15, are
 * texts from then on. */
char *json_form_print(cJSON *value);

#endif
