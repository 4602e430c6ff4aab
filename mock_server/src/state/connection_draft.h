/* What a new connection has when whoever makes it does not say. */
#ifndef CONNECTION_DRAFT_H
#define CONNECTION_DRAFT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

/* Adds what is missing to an object that becomes an element of authorizations: a random id, dates,
 * and so on; not whose it is, nor its brokerage. False: no memory. */
bool connection_draft_complete(cJSON *object, int64_t now);

#endif
