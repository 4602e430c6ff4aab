/* What many requirements look for in a request, and judges by it. See sdk_look in sdk_case.h; a
 * look whose call was made by somebody's own program, not by an adapter, knows less. */
#ifndef LOOKS_H
#define LOOKS_H

#include "play.h"

/* Method (`text`) and path (`other`), whose "{authorizationId}" or "{accountId}" is what was asked
 * for, or any. */
sdk_look look_line;
sdk_step judge_line; /* it succeeds with one request, which is as look_line demands */

/* The parameter `text` stands once, and its decoded value is `other`, or anything. look_parameter
 * demands it of everybody, look_list of those who ask for it. */
sdk_look look_parameter, look_list;
/* The parameter stands once, and is the partner's clientId. */
sdk_look look_client_id;
/* The parameter is not there; in somebody's own program: it does not stand for nothing. */
sdk_look look_unset;
/* userId and userSecret stand in the query, once each. */
sdk_look look_user;
/* userSecret does not stand in the query, nor does userId unless the method is DELETE. */
sdk_look look_no_user;

/* The body is an object of JSON whose member `text` is the JSON of `other`, or any that is
 * something. look_member demands it of everybody, look_option of those who send it. */
sdk_look look_member, look_option;
/* None of the members that `text` names, with a space between, is in the body; in somebody's own
 * program: none is null. */
sdk_look look_no_members;
/* A body is called application/json. */
sdk_look look_json_type;

#endif
