/* What mutants do, in parts: each function is one change, and a row of a table gives it its
 * `what`, `with` and `number`. */
#ifndef CHANGES_H
#define CHANGES_H

#include "mutant.h"

typedef void change_function(struct visit *visit, const struct change *change);

/* To requests. One that was rightly signed is signed anew behind a change. */
change_function accept_signature;       /* whatever it is */
change_function refuse_signature;       /* though it be right */
change_function set_parameter;          /* `what` gets the raw value `with` */
change_function drop_parameter;         /* `what` */
change_function replace_in_query;       /* `what` by `with`, wherever it stands */
change_function replace_in_path;        /* likewise */
change_function set_timestamp;          /* `number` seconds from now */
change_function divide_timestamp;       /* by `number` */
change_function become_user;            /* `with` of partner `what` */
change_function become_right_user;      /* the secret is that of the userId */
change_function become_user_of_partner; /* the clientId is that of the userId */
change_function set_partner_client_id;  /* clientId and PartnerClientId become `with` */
change_function copy_parameter;         /* `what` gets the value of `with` */
change_function cut_parameter;          /* `what` ends before its first `with` */
change_function keep_first_parameter;   /* of several `what` */
change_function keep_first_header;      /* of several `what` */
change_function look_instead;           /* for the detail of what was to be removed */

/* To answers. */
change_function answer_error;    /* status `number`, detail `what`, code `with` */
change_function answer_status;   /* `number`, with its reason phrase */
change_function answer_body;     /* status `number`, body `with` */
change_function answer_no_body;  /* status `number`, no body, and no header that describes one */
change_function answer_as;       /* type `what`, body `with` */
change_function keep_body;       /* also behind HEAD */
change_function set_reason;      /* `with` */
change_function set_header;      /* `what` gets the value `with` */
change_function forget_header;   /* `what` */
change_function replace_in_body; /* `what` by `with`, wherever it stands */
change_function
    set_member;              /* `what` ("id", "brokerage.id", "data.0.id") becomes the JSON `with`,
                                or goes,  in the item `number` from 1, -1 being the last, or in all */
change_function copy_member; /* `what` gets the value of `with` */
change_function number_member;          /* true and false of `what` become 1 and 0 */
change_function reverse_items;          /* of the array, or of that in `what` */
change_function reverse_items_at_times; /* by every second request */
change_function keep_items;             /* the first `number` */
change_function add_item;               /* the JSON `with`, behind the others */
change_function print_spaces;           /* as JSON that is not compact */
change_function list_as;                /* the list is asked for, for the user `with` of `what` */
change_function send_as;                /* it is sent again, for the user `with` of `what` */
change_function send_signed;            /* it is sent again, rightly signed */
change_function delete_sent_user;       /* who stands in the body is deleted */
change_function touch_connection;       /* of the id and partner `what`: its updated_date moves */
change_function remove_another;         /* so is the next connection of John's list */

/* For `when`. */
typedef bool condition_function(struct visit *visit);
condition_function is_signed; /* rightly, under whatever rule */
condition_function has_no_signature;
condition_function path_is_bare;         /* without /api/v1 in front */
condition_function header_is_lower_case; /* that of the signature */
condition_function timestamp_comes_first;
condition_function timestamp_is_long;  /* as milliseconds are */
condition_function timestamp_is_old;   /* or early, by four to five minutes */
condition_function timestamp_is_stale; /* or early, by five to ten minutes */
condition_function partner_is_unknown;
condition_function user_is_known;
condition_function user_is_unknown; /* though there is one that is not empty */
condition_function user_parameter_is_empty;
condition_function id_is_no_uuid;
condition_function id_is_of_another_version; /* a UUID, but not of version 4 */
condition_function id_has_capitals;
condition_function is_limited;     /* by a limit of 4, as the suite asks for */
condition_function limit_is_spent; /* by four requests that were let in, the last before this one */
condition_function has_body;
condition_function body_is_no_json;
condition_function list_is_empty; /* that of the answer */
/* Wrong signatures. */
condition_function signed_by_longer_key;
condition_function signed_without_query;
condition_function signed_without_padding;
condition_function signed_path_in_other_case; /* of one letter, as the next */
condition_function signed_query_in_other_case;
condition_function signed_by_key_in_other_case;
condition_function signed_query_but_for_a_bit; /* of one byte */
condition_function signature_is_in_other_case; /* of any letters */
/* Right but for two bits of the base64 text, that stand for nothing. */
condition_function signed_but_for_idle_bits;
/* Right ones. */
condition_function signed_as_ascii;
condition_function signature_has_spaces;
/* Bodies, and how they were signed. */
condition_function has_no_body;
condition_function signed_as_sent;    /* and in no form that sorts */
condition_function signed_sorted;     /* and not as sent, nor in ASCII or with a sorted top only */
condition_function signed_in_ascii;   /* sorted, and not in UTF-8 */
condition_function signed_top_sorted; /* only */
condition_function signed_escaped_otherwise; /* than it was sent, sorted or not */
condition_function signed_without_body;      /* content is null */
condition_function signed_as_empty;          /* it is {} */
condition_function signed_reprinted;         /* wrongly, its numbers printed anew */
condition_function signed_user_id_only;      /* wrongly, all others left out */

#endif
