/* The table of mistakes, and the tests that its rows name. */
#ifndef DIAGNOSIS_MISTAKES_H
#define DIAGNOSIS_MISTAKES_H

#include "search.h"

/* Whether the client made the mistake. For a row of a base, the search has one at hand, and the
 * test is called for each. */
typedef bool mistake_test(struct search *search);

enum mistake_scope {
    MISTAKE_OF_REQUEST,   /* judged once, by what stands in the request, which has to change */
    MISTAKE_OF_SIGNATURE, /* judged once: the signature, its key or its computation */
    MISTAKE_OF_STRING     /* judged for each base: what was signed */
};

struct mistake_row {
    struct snaptrade_mistake mistake;
    enum mistake_scope scope;
    mistake_test *test;
};

extern const struct mistake_row mistake_rows[];
extern const size_t mistake_rows_count;

/* request_mistakes.c */
mistake_test mistake_consumer_key_in_query, mistake_credentials_in_headers,
    mistake_client_id_missing, mistake_client_id_unknown, mistake_timestamp_missing,
    mistake_timestamp_milliseconds, mistake_timestamp_not_seconds, mistake_timestamp_outside_window,
    mistake_signature_in_query, mistake_several_signatures, mistake_signature_header_misnamed,
    mistake_signature_missing, mistake_signature_empty, mistake_signature_hex,
    mistake_signature_base64_of_hex, mistake_signature_base64url, mistake_signature_unpadded,
    mistake_signature_percent_encoded, mistake_signature_quoted, mistake_signature_malformed,
    mistake_unknown;

/* path_mistakes.c */
mistake_test mistake_path_prefix_missing, mistake_path_prefix_added, mistake_path_prefix_doubled,
    mistake_path_decoded, mistake_path_trailing_slash, mistake_path_leading_slash_missing,
    mistake_path_with_host, mistake_path_with_query, mistake_path_template,
    mistake_path_of_other_method, mistake_path_of_other_endpoint;

/* encoding_mistakes.c */
mistake_test mistake_query_plus_for_space, mistake_query_percent_20_for_space,
    mistake_query_hex_case, mistake_query_decoded, mistake_query_raw_ids, mistake_query_re_encoded,
    mistake_query_encoded_twice;

/* parameter_mistakes.c */
mistake_test mistake_query_question_mark, mistake_query_empty, mistake_query_sorted,
    mistake_query_other_order, mistake_query_without_timestamp, mistake_query_without_user,
    mistake_query_parameters_added, mistake_timestamp_differs,
    mistake_timestamp_signed_in_other_unit;

/* string_mistakes.c */
mistake_test mistake_json_with_spaces, mistake_json_indented, mistake_json_key_order,
    mistake_content_empty_object, mistake_content_empty_string, mistake_content_null_string,
    mistake_content_missing, mistake_string_trailing_newline, mistake_json_slashes_escaped,
    mistake_json_html_escaped, mistake_string_not_json, mistake_string_client_id_and_timestamp;

/* body_mistakes.c */
mistake_test mistake_body_not_json, mistake_body_unsigned, mistake_body_spaced,
    mistake_body_as_text, mistake_body_hashed, mistake_body_alone;

/* key_mistakes.c */
mistake_test mistake_key_with_white_space, mistake_key_quoted, mistake_key_base64_decoded,
    mistake_key_percent_encoded, mistake_key_of_other_partner, mistake_key_is_client_id,
    mistake_key_is_user_secret, mistake_key_not_set, mistake_hmac_sha1, mistake_hmac_sha512,
    mistake_hmac_swapped, mistake_no_hmac;

#endif
