/* The answer that a fault of the type "status" gives: an error in the service's envelope. */
#ifndef FAULT_STATUS_H
#define FAULT_STATUS_H

#include "fault_action.h"

/* Reads the members "status", "detail", "code" and "retryAfter" of an object that has its shape.
 * False: there is a problem at each thing that is wrong. */
bool fault_status_read(struct fault_action *action, const cJSON *object, struct problems *problems);

#endif
