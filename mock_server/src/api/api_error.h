/* Every error that the mock can answer with: one row gives name, status, code and text.
 *
 * The wording, status and code of the first group are SnapTrade's where somebody has seen them
 * (WIRE facts marked live, doc or spec), otherwise assumed; the second group is ours alone. %s
 * stands for the argument of the error, given where it is raised. */
#ifndef API_ERROR_H
#define API_ERROR_H

#include "../http/http.h"

/* clang-format off */
#define API_ERROR_ROWS(ROW) \
    ROW(API_NO_CREDENTIALS,   401, "0000", "Authentication credentials were not provided.") \
    ROW(API_NO_USER,          401, "0000", "Please provide clientId, userId and userSecret in query params") \
    ROW(API_BAD_TIMESTAMP,    401, "0000", "Invalid timestamp") \
    ROW(API_BAD_SIGNATURE,    401, "1076", "Unable to verify signature sent") \
    ROW(API_BAD_USER,         401, "1083", "Invalid userID or userSecret provided") \
    ROW(API_NO_PARTNER,       400, "0000", "Please provide PartnerClientId in query params") \
    ROW(API_FORBIDDEN,        403, "1066", "User does not have permission to access this resource") \
    ROW(API_NOT_A_UUID,       400, "0000", "The specified authorizationId is invalid (not a UUID string).") \
    ROW(API_NO_RESOURCE,      404, "1011", "The requested resource does not exist.") \
    ROW(API_UNKNOWN_PATH,     404, "0000", "Not found.") \
    ROW(API_METHOD,           405, "0000", "Method \"%s\" not allowed.") \
    ROW(API_USER_TAKEN,       400, "1010", "User with the following userId already exist: '%s'") \
    ROW(API_BAD_LINK,         400, "1012", "The connection portal cannot be opened with this %s.") \
    ROW(API_SYNC_DISABLED,    402, "3003", "Unable to sync with brokerage account because the connection is disabled.") \
    ROW(API_DISABLED,         402, "3011", "This connection is already disabled.") \
    ROW(API_NOT_SYNCED,       425, "3012", "The resource is currently being populated. Please try again later.") \
    ROW(API_TOO_SOON,         429, "throttled", "Connection refreshed too recently. Please try again later.") \
    ROW(API_BAD_PARAMETER,    400, "0000", "Query parameter \"%s\" is not valid.") \
    ROW(API_THROTTLED,        429, "0000", "Request was throttled. Expected available in %s seconds.") \
    \
    ROW(API_NOT_EMULATED,     501, "0000", "This endpoint is not emulated by the sandbox.") \
    ROW(API_BAD_BODY,         400, "0000", "The body must be a JSON object.") \
    ROW(API_BAD_MEMBER,       400, "0000", "The member \"%s\" of the body is missing or not valid.") \
    ROW(API_NO_MEMORY,        500, "0000", "The sandbox is out of memory.") \
    ROW(API_NO_FAULT,         400, "0000", "The header X-Sandbox-Fault must stand once and name a fault rule of this partner, or one for all partners.") \
    ROW(API_BUSY,             503, "0000", "The sandbox has as many requests waiting as --max-waiting allows; this one's fault would make it wait, too.") \
    ROW(API_BAD_HTTP,         400, "0000", "The request is not valid HTTP, or its head is larger than 16 KiB.") \
    ROW(API_BAD_LENGTH,       400, "0000", "Content-Length must stand once, as decimal digits, and not beside Transfer-Encoding.") \
    ROW(API_BAD_ENCODING,     400, "0000", "Transfer-Encoding must be exactly one \"chunked\".") \
    ROW(API_BAD_HOST,         400, "0000", "Exactly one Host header is required.") \
    ROW(API_UPGRADE,          400, "0000", "Upgrade is not supported.") \
    ROW(API_SHORT_BODY,       400, "0000", "The request body is incomplete or malformed.") \
    ROW(API_LONG_BODY,        413, "0000", "The request body is too large.") \
    ROW(API_EXPECTATION,      417, "0000", "The only expectation supported is 100-continue.") \
    ROW(API_LARGE_HEAD,       431, "0000", "The request has more than 63 header fields.") \
    ROW(API_HTTP_VERSION,     505, "0000", "The only HTTP versions supported are 1.0 and 1.1.")
/* clang-format on */

enum api_error {
    API_OK,
#define API_ERROR_NAME(name, status, code, detail) name,
    API_ERROR_ROWS(API_ERROR_NAME)
#undef API_ERROR_NAME
};

/* Room for the longest text; an argument of the wire (a method can be long) is cut. */
enum { API_ARGUMENT_MOST = 255, API_DETAIL_SIZE = 384 };

/* The text for people. `argument` may be NULL where the row has no %s. */
void api_error_detail(enum api_error error, const char *argument, char detail[API_DETAIL_SIZE]);

/* Makes `response` one of this status with {"detail":...,"status_code":...,"code":...}. */
void api_error_envelope(int status, const char *code, const char *detail,
                        struct http_response *response);

/* Makes `response` the error's: its status, and an envelope with its code and text. */
void api_error_respond(enum api_error error, const char *argument, struct http_response *response);

#endif
