/* Where to call and as whom: each from the option, else the environment, else the --config file.
 * On this machine a partner that is not given is that of the default fixtures, and so is then a
 * user that is not given. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>

#include "options.h"
#include "settings_file.h"

struct settings {
    const char *values[SETTINGS]; /* never "", but NULL: not given */
    char *from_file[SETTINGS];    /* owned */
    const char *ca_file;          /* NULL: the system's */
    bool lacks_memory;            /* for what the file says, or to look at a URL */
};

/* `url` is what will be called; NULL: the base URL. False: `message` is one line that names the
 * file or setting that is wrong. settings_free() after both. */
bool settings_resolve(const struct options *options, const char *url, struct settings *settings,
                      char message[SETTINGS_MESSAGE_SIZE]);
void settings_free(struct settings *settings);

#endif
