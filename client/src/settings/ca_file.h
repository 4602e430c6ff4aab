/* Whose certificates to trust, where no option says it. The client and the conformance suite look
 * in the same places. */
#ifndef CA_FILE_H
#define CA_FILE_H

/* Ours, then where the program curl looks, and its library does not. NULL: the system's. */
const char *ca_file_of_environment(void);

#endif
