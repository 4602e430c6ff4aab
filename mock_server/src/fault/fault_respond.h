/* The answer that a fault of the type "respond" gives: headers and body as they are to be sent. */
#ifndef FAULT_RESPOND_H
#define FAULT_RESPOND_H

#include "fault_action.h"

/* Reads the members "status", "headers", "body" and "bodyBase64" of an object that has its shape.
 * False: there is a problem at each thing that is wrong. */
bool fault_respond_read(struct fault_action *action, const cJSON *object,
                        struct problems *problems);

#endif
