/* How many requirements are proven able to fail: each mutant, a server or an adapter with one thing
 * broken, fails those that it breaks, and the tests of the project see to that. */
#ifndef PROOF_H
#define PROOF_H

#include <stddef.h>

struct proof {
    size_t mutants;              /* 0: nothing is known */
    size_t requirements, proven; /* of the whole catalogue, and those that a mutant breaks */
};

struct proof proof_of_servers(void);
struct proof proof_of_sdks(void);

#endif
