#include "control_error.h"

static const struct {
    int status;
    const char *text;
} rows[] = {[CONTROL_OK] = {200, ""},
#define CONTROL_ERROR_ROW(name, status, text) [name] = {status, text},
            CONTROL_ERROR_ROWS(CONTROL_ERROR_ROW)
#undef CONTROL_ERROR_ROW
};

int control_error_status(enum control_error error)
{
    return rows[error].status;
}

const char *control_error_text(enum control_error error)
{
    return rows[error].text;
}
