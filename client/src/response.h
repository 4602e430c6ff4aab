/* Builds a struct snaptrade_response from what arrives, and reads SnapTrade's error bodies.
 *
 * What is appended is copied; snaptrade_response_free() frees it. False: no memory. */
#ifndef SNAPTRADE_RESPONSE_H
#define SNAPTRADE_RESPONSE_H

#include "snaptrade/client.h"

/* Starts anew with a status line ("HTTP/1.1 200 OK"): drops the headers of an interim answer. */
bool response_start(struct snaptrade_response *response, const char *line, size_t length);

/* One header line, without its line end; anything else than "Name: value" is ignored. */
bool response_add_header(struct snaptrade_response *response, const char *line, size_t length);

bool response_add_body(struct snaptrade_response *response, const char *bytes, size_t length);

/* Whether an answer of `status` succeeded. */
bool response_is_success(int status);

/* Sets error, message, detail and code of an answer that did not succeed. */
void response_set_api_error(struct snaptrade_response *response);

/* Sets error and message, and returns false. */
__attribute__((format(printf, 3, 4))) bool response_fail(struct snaptrade_response *response,
                                                         enum snaptrade_error error,
                                                         const char *format, ...);

#endif
