/* One account of the user, read for a call. */
#ifndef ACCOUNT_PART_H
#define ACCOUNT_PART_H

#include <cjson/cJSON.h>

#include "../state/store.h"
#include "context.h"

/* Reads the account of the path; see store_read_account(). */
enum api_error account_read(struct context *context, store_account_reader *read, void *reader);

/* Parses one part of it into *json, which the caller frees with cJSON_Delete(). */
enum api_error account_parse(struct context *context, enum store_account_part part, cJSON **json);

/* Adds a copy of `value` to an object; null when there is none. */
void account_copy(cJSON *to, const char *name, const cJSON *value);

#endif
