/* Where somebody's target is, and as whom to call it: each from the environment, else from a file
 * of settings. */
#ifndef TARGET_SETTINGS_H
#define TARGET_SETTINGS_H

#include <stdbool.h>

enum setting {
    SETTING_BASE_URL,
    SETTING_CLIENT_ID,
    SETTING_CONSUMER_KEY,
    SETTING_USER_ID,
    SETTING_USER_SECRET,
    SETTINGS
};

/* Reads `file`; NULL: that of SNAPTRADE_CONFIG, or none. False: one line on stderr says what is
 * wrong. */
bool settings_read(const char *file);

/* NULL: it is set nowhere, or to nothing. */
const char *setting(enum setting setting);

/* Forgets what was read. */
void settings_forget(void);

#endif
