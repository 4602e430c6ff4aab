/* Why was a request refused? Asks the diagnosis with all that the store knows. */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "../api/mock.h"
#include "snaptrade/diagnosis.h"

/* The stable name of the client's mistake, from the table of snaptrade/diagnosis.h; "" when the
 * error has nothing to do with signing, or there was no memory to find out. */
const char *refusal_diagnose(const struct mock_config *config, const struct http_request *request,
                             enum api_error error);

/* All that there is to say about the signature of a request, whatever it was answered with. False:
 * no memory. snaptrade_diagnosis_free() after both. */
bool refusal_explain(const struct mock_config *config, const struct http_request *request,
                     struct snaptrade_diagnosis *diagnosis);

#endif
