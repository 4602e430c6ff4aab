/* A call through our client library, kept as evidence as those of exchange.h are.
 *
 * The library does not tell what it sends. What is kept is what it has to send: that follows from
 * what it is asked for and from the time that it is given. */
#ifndef CLIENT_EXCHANGE_H
#define CLIENT_EXCHANGE_H

#include <stdint.h>

#include "curl_command.h"
#include "exchange.h"
#include "snaptrade/client.h"

struct client_exchange {
    struct sent_request request;
    struct answer *answer;
    int64_t time; /* of the request */
};

/* Before the library is asked for `call`. What must not be sent ends the test as not judged. */
struct client_exchange client_begins(const struct call *call);

/* The clock that clients have to have; `exchange` is the one that goes on. */
int64_t client_exchange_time(void *exchange);

/* After it: keeps what came of it. The answer is the exchange's, and lives until the test ends;
 * without one its status is 0. */
const struct answer *client_ended(const struct client_exchange *exchange,
                                  const struct snaptrade_response *response);

#endif
