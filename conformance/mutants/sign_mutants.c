/* Signatures. */
#include "changes.h"

static const struct mutant rows[] = {
    {.name = "sha512",
     .sentence = "Signatures are verified with another digest: all are wrong.",
     .when = {.also = is_signed},
     .request = {refuse_signature},
     .breaks = "SIGN-001 SIGN-004 SIGN-005 SIGN-007 SIGN-008 SIGN-009 SIGN-010 SIGN-011 "
               "SIGN-012 SIGN-013 SIGN-014 SIGN-015 SIGN-016 SIGN-018 SIGN-020 VECTOR-001 "
               "VECTOR-002 VECTOR-003 VECTOR-004 VECTOR-005 VECTOR-006 TAMPER-001 TAMPER-002 "
               "TAMPER-005 TAMPER-006 TAMPER-007 BODY-001 BODY-002 BODY-003 BODY-004 BODY-005 "
               "BODY-006 BODY-007 BODY-008 BODY-009 BODY-014 BODY-016 BODY-017 AUTH-004 AUTH-007 "
               "AUTH-008 AUTH-009 AUTH-010 AUTH-011 AUTH-014 LIST-001 LIST-002 LIST-003 "
               "LIST-004 LIST-005 LIST-006 LIST-007 LIST-008 LIST-009 LIST-010 LIST-011 "
               "DETAIL-001 DETAIL-002 DETAIL-003 DETAIL-004 DETAIL-005 DETAIL-006 DETAIL-007 "
               "ACCOUNTS-001 ACCOUNTS-002 ACCOUNTS-003 ACCOUNTS-004 ACCOUNTS-005 ACCOUNTS-006 "
               "ACCOUNTS-007 ACCOUNTS-008 ACCOUNTS-009 ACCOUNTS-010 ACCOUNTS-011 ACCOUNTS-012 "
               "ACCOUNTS-013 ACCOUNTS-014 ACCOUNTS-015 ACCOUNTS-016 ACCOUNTS-017 ACCOUNTS-018 "
               "ACCOUNTS-019 ACCOUNTS-020 HISTORY-001 HISTORY-002 HISTORY-003 HISTORY-004 "
               "HISTORY-005 HISTORY-006 HISTORY-007 HISTORY-008 HISTORY-009 HISTORY-010 "
               "SYNC-001 SYNC-002 SYNC-003 SYNC-004 SYNC-005 SYNC-006 SYNC-007 SYNC-008 "
               "SYNC-009 SYNC-010 SYNC-011 SYNC-012 REMOVE-001 REMOVE-002 REMOVE-003 "
               "REMOVE-004 REMOVE-005 REMOVE-006 REMOVE-007 REMOVE-008 REMOVE-009 REMOVE-010 "
               "REMOVE-011 REMOVE-012 REMOVE-013 EVENTS-001 EVENTS-002 EVENTS-003 EVENTS-004 "
               "EVENTS-005 EVENTS-006 EVENTS-007 EVENTS-008 EVENTS-009 EVENTS-010 EVENTS-011 "
               "EVENTS-012 EVENTS-013 EVENTS-014 USERS-001 USERS-002 USERS-003 USERS-004 "
               "USERS-005 USERS-006 USERS-007 USERS-008 USERS-009 USERS-010 USERS-011 "
               "USERS-012 USERS-013 USERS-014 USERS-015 USERS-016 USERS-017 USERS-018 "
               "USERS-019 USERS-020 USERS-021 LOGIN-001 LOGIN-002 LOGIN-003 LOGIN-004 "
               "LOGIN-005 LOGIN-006 LOGIN-007 LOGIN-008 LOGIN-009 LOGIN-010 LOGIN-011 "
               "LOGIN-012 LOGIN-013 ERROR-007 LIMIT-001 LIMIT-002 LIMIT-003 LIMIT-004 "
               "LIMIT-005 HTTP-005 HTTP-009 HTTP-010 HTTP-011 CLIENT-001 CLIENT-002 CLIENT-003 "
               "CLIENT-004 CLIENT-005 CLIENT-007 CLIENT-008 CLIENT-009"},
    {.name = "accepts-no-signature",
     .sentence = "A request without a Signature is served.",
     .when = {.also = has_no_signature},
     .request = {accept_signature},
     .breaks = "SIGN-002 VECTOR-005 REMOVE-008"},
    {.name = "accepts-any-signature",
     .sentence = "Any Signature is right.",
     .when = {.header = "Signature"},
     .request = {accept_signature},
     .breaks = "SIGN-003 SIGN-006 SIGN-016 SIGN-017 SIGN-019 VECTOR-001 VECTOR-005 TAMPER-001 "
               "TAMPER-002 TAMPER-003 TAMPER-004 TAMPER-005 TAMPER-006 TAMPER-007 TAMPER-008 "
               "TAMPER-009 BODY-009 BODY-010 BODY-011 BODY-012 BODY-013 BODY-014 BODY-016 "
               "AUTH-013 AUTH-018 ACCOUNTS-019 SYNC-012 REMOVE-008 REMOVE-012 EVENTS-015 "
               "USERS-020 USERS-021 LOGIN-010 ERROR-001 LIMIT-004 LIMIT-005 CLIENT-005"},
    {.name = "accepts-a-longer-key",
     .sentence = "A key that starts with the consumerKey may sign, too.",
     .when = {.also = signed_by_longer_key},
     .request = {accept_signature},
     .breaks = "SIGN-003 VECTOR-005"},
    {.name = "signs-the-method",
     .sentence = "HEAD must sign something else.",
     .when = {.method = "HEAD", .also = is_signed},
     .request = {refuse_signature},
     .breaks = "SIGN-004 HTTP-005"},
    {.name = "wants-parameters-in-order",
     .sentence = "Of a query that starts with the timestamp, all signatures are wrong.",
     .when = {.also = timestamp_comes_first},
     .request = {refuse_signature},
     .breaks = "SIGN-005"},
    {.name = "verifies-the-path-only",
     .sentence = "A signature of the path without the query is right.",
     .when = {.also = signed_without_query},
     .request = {accept_signature},
     .breaks = "SIGN-006 VECTOR-005"},
    {.name = "serves-below-api-v1-only",
     .sentence = "Without /api/v1 in front, every path is unknown.",
     .when = {.also = path_is_bare},
     .answer = {answer_error, "Not found.", "0000", 404},
     .breaks = "SIGN-007 VECTOR-001 LOGIN-011 LOGIN-012 LOGIN-013 HTTP-007 CLIENT-007"},
    {.name = "knows-one-form-of-the-key",
     .sentence = "A signature by the encodeURI() form of the key is wrong.",
     .when = {.rule = "encoded-key"},
     .request = {refuse_signature},
     .breaks = "SIGN-008 VECTOR-002 VECTOR-004 VECTOR-006"},
    {.name = "wants-the-sent-prefix-signed",
     .sentence = "A signature of the path with the other prefix is wrong.",
     .when = {.rule = "other-prefix"},
     .request = {refuse_signature},
     .breaks = "SIGN-009 VECTOR-005"},
    {.name = "wants-the-sent-path-signed",
     .sentence = "A signature of the decoded path is wrong.",
     .when = {.rule = "decoded-path"},
     .request = {refuse_signature},
     .breaks = "SIGN-010 VECTOR-001 VECTOR-005"},
    {.name = "wants-sent-ids-signed",
     .sentence = "A signature of ids that were not yet encoded is wrong.",
     .when = {.rule = "raw-ids"},
     .request = {refuse_signature},
     .breaks = "SIGN-011 SIGN-012 VECTOR-005"},
    {.name = "signs-utf-8-only",
     .sentence = "A signature of a string with \\uXXXX in it is wrong.",
     .when = {.also = signed_as_ascii},
     .request = {refuse_signature},
     .breaks = "SIGN-012 VECTOR-005"},
    {.name = "wants-sent-values-signed",
     .sentence = "A signature of values encoded anew is wrong.",
     .when = {.rule = "re-encoded"},
     .request = {refuse_signature},
     .breaks = "SIGN-013"},
    {.name = "one-deviation-of-python",
     .sentence = "A signature that deviates in the prefix and in the ids is wrong.",
     .when = {.rule = "other-prefix+raw-ids"},
     .request = {refuse_signature},
     .breaks = "SIGN-014 VECTOR-005"},
    {.name = "one-deviation-of-typescript",
     .sentence = "A signature that deviates in the key and in the prefix is wrong.",
     .when = {.rule = "encoded-key+other-prefix"},
     .request = {refuse_signature},
     .breaks = "SIGN-014 VECTOR-006"},
    {.name = "plus-is-no-space",
     .sentence = "A + in the query is a plus.",
     .request = {replace_in_query, "+", "%2B"},
     .breaks = "SIGN-015"},
    {.name = "wants-at-signs-escaped",
     .sentence = "Of a query with an @ in it, all signatures are wrong.",
     .when = {.query = "@"},
     .request = {refuse_signature},
     .breaks = "SIGN-020 VECTOR-001"},
    {.name = "wants-slashes-escaped",
     .sentence = "Of a query with a / in it, all signatures are wrong.",
     .when = {.query = "/"},
     .request = {refuse_signature},
     .breaks = "SIGN-020 VECTOR-001"},
    {.name = "accepts-no-padding",
     .sentence = "A signature may lack its =.",
     .when = {.also = signed_without_padding},
     .request = {accept_signature},
     .breaks = "SIGN-016 VECTOR-005"},
    {.name = "decodes-signatures",
     .sentence = "Signatures are compared as bytes, and several texts stand for the same.",
     .when = {.without = "note", .also = signed_but_for_idle_bits},
     .request = {accept_signature},
     .breaks = "SIGN-017 VECTOR-005"},
    {.name = "spaces-are-signed",
     .sentence = "A signature with spaces around it is wrong.",
     .when = {.also = signature_has_spaces},
     .request = {refuse_signature},
     .breaks = "SIGN-018"},
    {.name = "paths-are-signed-in-any-case",
     .sentence = "A signature of the path in another case is right.",
     .when = {.also = signed_path_in_other_case},
     .request = {accept_signature},
     .breaks = "TAMPER-001 TAMPER-008"},
    {.name = "queries-are-signed-in-any-case",
     .sentence = "A signature of the query in another case is right.",
     .when = {.also = signed_query_in_other_case},
     .request = {accept_signature},
     .breaks = "TAMPER-002 TAMPER-007 TAMPER-009"},
    {.name = "forgives-a-bit-of-the-query",
     .sentence = "A signature of a query of which one byte is the next one is right.",
     .when = {.also = signed_query_but_for_a_bit},
     .request = {accept_signature},
     .breaks = "VECTOR-005 TAMPER-002 TAMPER-003 TAMPER-004 TAMPER-009"},
    {.name = "keys-have-no-case",
     .sentence = "A signature by the key in another case is right.",
     .when = {.also = signed_by_key_in_other_case},
     .request = {accept_signature},
     .breaks = "TAMPER-005"},
    {.name = "signatures-have-no-case",
     .sentence = "A signature in another case is right.",
     .when = {.also = signature_is_in_other_case},
     .request = {accept_signature},
     .breaks = "VECTOR-005 TAMPER-006"},
    {.name = "takes-the-first-signature",
     .sentence = "Of several Signature headers, the first counts.",
     .when = {.header = "Signature"},
     .request = {keep_first_header, "Signature"},
     .breaks = "SIGN-019"},
};
const struct mutants sign_mutants = MUTANTS("SIGN", rows);
