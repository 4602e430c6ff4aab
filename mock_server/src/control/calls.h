/* The handlers of the control API, one per call. openapi.json says what each takes and answers. */
#ifndef CALLS_H
#define CALLS_H

#include "call.h"

control_handler openapi_get;

control_handler about_get, visitors_make;
control_handler credentials_get, signature_make;
control_handler partners_list, partners_make, partners_get, partners_delete;
control_handler sandbox_reload, sandbox_reset;

control_handler state_reset, state_get, state_replace;
control_handler users_list, users_add;
control_handler events_list, events_add;
control_handler attempts_make;

control_handler connections_list_all, connections_get, connections_add, connections_change,
    connections_delete_any, connections_disable, connections_enable;

control_handler clock_get, clock_change, clock_delete;
control_handler limit_get, limit_change, limit_delete;
control_handler webhooks_get, webhooks_put, webhooks_delete, webhooks_fire_one;

/* Each of the partner that the path names, or of all requests. */
control_handler faults_get, faults_put, faults_post, faults_delete, faults_delete_one;
control_handler journal_get, journal_delete, failure_get, verification_make;
control_handler changes_get, explanation_get, explanation_make;

/* Makes a partner that lives `ttl` seconds unused, as the body of partners_make() wishes. One that
 * would have no rate limit gets `rate`; 0: it has none. */
enum control_error partners_add(struct control_call *call, int64_t ttl, unsigned rate);

#endif
