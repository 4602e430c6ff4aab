/* A folder of fixtures that is there while a server of our own runs: one partner, one user. */
#ifndef FIXTURE_FOLDER_H
#define FIXTURE_FOLDER_H

#include <stdbool.h>

struct fixture_folder {
    char path[64]; /* "": there is none */
};

/* A partner PASSIVTEST with that key and a user without connections. False: one line on stderr says
 * why not. */
bool fixture_folder_make(struct fixture_folder *folder, const char *consumer_key);
void fixture_folder_remove(struct fixture_folder *folder);

#endif
