/* Every error that the control API answers with: one row gives name, status and text. All ours. */
#ifndef CONTROL_ERROR_H
#define CONTROL_ERROR_H

/* clang-format off */
#define CONTROL_ERROR_ROWS(ROW) \
    ROW(CONTROL_BAD_BODY,      400, "The body is not valid.") \
    ROW(CONTROL_BAD_QUERY,     400, "The query is not valid.") \
    ROW(CONTROL_BAD_FIXTURES,  400, "The fixtures are not valid; the state is as it was.") \
    ROW(CONTROL_NO_TOKEN,      401, "This needs the header Authorization: Bearer TOKEN. The token is that of --control-token-file, or what the mock printed at its start; where there is neither, start it with --public-url or --control-token-file.") \
    ROW(CONTROL_BAD_TOKEN,     401, "This token does not open this path.") \
    ROW(CONTROL_ORIGIN,        403, "A page of another origin may not use the control API.") \
    ROW(CONTROL_HOST,          403, "The Host header names neither this machine nor the host of --public-url.") \
    ROW(CONTROL_NO_PATH,       404, "The control API has no such path; see /_sandbox/openapi.json.") \
    ROW(CONTROL_NO_PARTNER,    404, "There is no such partner; it may have expired.") \
    ROW(CONTROL_NO_CONNECTION, 404, "The partner has no such connection.") \
    ROW(CONTROL_NO_FAULT,      404, "There is no fault rule of this name.") \
    ROW(CONTROL_NO_FAILURE,    404, "No request has failed yet.") \
    ROW(CONTROL_METHOD,        405, "The path does not have this method; Allow says which it has.") \
    ROW(CONTROL_FIXTURE,       409, "A partner of the fixtures cannot be deleted; reset it, or take it out of the fixtures.") \
    ROW(CONTROL_NO_MODEL,      409, "The fixtures have no partner to copy.") \
    ROW(CONTROL_TAKEN,         409, "There is a partner with this clientId already.") \
    ROW(CONTROL_NO_WEBHOOK,    409, "The partner has no webhook; PUT {\"url\": ...} to /_sandbox/partners/{clientId}/webhooks first.") \
    ROW(CONTROL_LONG_BODY,     413, "The body is longer than --max-body allows.") \
    ROW(CONTROL_CONTENT_TYPE,  415, "A body must be JSON, with Content-Type: application/json.") \
    ROW(CONTROL_NO_MEMORY,     500, "The sandbox is out of memory.") \
    ROW(CONTROL_UNTOLD,        500, "It is done, but there is no memory to tell what came of it.") \
    ROW(CONTROL_NO_ENTRY,      404, "The journal has no request of this id, or no longer.") \
    ROW(CONTROL_MANY_VISITORS, 429, "Many visitors have come within a minute; try again in a moment.") \
    ROW(CONTROL_FULL,          503, "The sandbox has as many partners as --max-partners allows; delete one, or wait until one expires.") \
    ROW(CONTROL_BUSY,          503, "As many requests wait as --max-waiting allows; ask again without wait, or later.")
/* clang-format on */

enum control_error {
    CONTROL_OK,
#define CONTROL_ERROR_NAME(name, status, text) name,
    CONTROL_ERROR_ROWS(CONTROL_ERROR_NAME)
#undef CONTROL_ERROR_NAME
};

int control_error_status(enum control_error error);
const char *control_error_text(enum control_error error);

#endif
