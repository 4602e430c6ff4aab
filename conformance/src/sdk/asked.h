/* What an adapter is asked for: the fields that each call has, see conformance/sdk/PROTOCOL.md. */
#ifndef ASKED_H
#define ASKED_H

#include <cjson/cJSON.h>
#include <stdbool.h>

struct play;

/* The line of play->call, still without its id; the caller deletes it. */
cJSON *asked_line(const struct play *play);

bool asked_has_account(const char *call);

#endif
