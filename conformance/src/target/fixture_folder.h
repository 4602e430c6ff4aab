/* A folder of fixtures that is there while a server of our own runs. */
#ifndef FIXTURE_FOLDER_H
#define FIXTURE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

struct fixture_folder {
    char path[64]; /* "": there is none */
};

/* A partner PASSIVTEST with that key and a user without connections. False: one line on stderr says
 * why not. */
bool fixture_folder_make(struct fixture_folder *folder, const char *consumer_key);

/* Two texts that take each other's place. */
struct swap {
    const char *here, *there;
};

/* The default fixtures, but with texts swapped wherever one is the whole of a value. False: as
 * above. */
bool fixture_folder_make_swapped(struct fixture_folder *folder, const struct swap *swaps,
                                 size_t count);

void fixture_folder_remove(struct fixture_folder *folder);

#endif
