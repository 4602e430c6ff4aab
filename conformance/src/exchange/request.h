/* What a test asks for, as the request that is to be sent. */
#ifndef REQUEST_H
#define REQUEST_H

#include "curl_command.h"
#include "exchange.h"

enum { MOST_HEADERS = 4 };

/* Its texts live until the test ends; its headers are those of `lines`. */
struct sent_request request_of(const struct call *call, const char *lines[MOST_HEADERS]);

/* What its header Signature has. */
const char *request_signature(const struct sent_request *request);

#endif
