/* The values that options of snaptrade-mock can have, where they are no mere numbers and flags. */
#ifndef OPTION_VALUES_H
#define OPTION_VALUES_H

#include "options.h"

/* False: it is no number from `least` to `most`, and *number is unchanged. */
bool option_read_number(const char *text, int64_t least, int64_t most, int64_t *number);

/* Each sets what the value says; false: the value is bad. */
typedef bool option_setter(const char *value, struct options *options);
option_setter option_set_listen, option_set_fixtures, option_set_signature_check, option_set_log,
    option_set_contract, option_set_control_token_file, option_set_public_url,
    option_set_portal_url, option_set_reset_every, option_set_webhook_url,
    option_set_webhook_retry_delay, option_set_ready_file, option_set_tls, option_set_tls_cert,
    option_set_tls_key, option_set_tls_ca;

#endif
