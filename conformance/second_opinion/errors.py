"""What can be answered in place of what was asked for."""

ERRORS = {
    "not provided": (401, "Authentication credentials were not provided.", "0000"),
    "timestamp": (401, "Invalid timestamp", "0000"),
    "signature": (401, "Unable to verify signature sent", "1076"),
    "no user": (401, "Please provide clientId, userId and userSecret in query params", "0000"),
    "user": (401, "Invalid userID or userSecret provided", "1083"),
    "no partner": (400, "Please provide PartnerClientId in query params", "0000"),
    "partner": (403, "User does not have permission to access this resource", "1066"),
    "no uuid": (400, "The specified authorizationId is invalid (not a UUID string).", "0000"),
    "not there": (404, "The requested resource does not exist.", "1011"),
    "taken": (400, "User with the following userId already exist: '{}'", "1010"),
    "no portal": (400, "The connection portal cannot be opened with this {}.", "1012"),
    "cannot sync": (402, "Unable to sync with brokerage account because the connection is disabled.",
                    "3003"),
    "disabled": (402, "This connection is already disabled.", "3011"),
    "not synced": (425, "The resource is currently being populated. Please try again later.",
                   "3012"),
    "too soon": (429, "Connection refreshed too recently. Please try again later.", "throttled"),
    "path": (404, "Not found.", "0000"),
    "not emulated": (501, "This endpoint is not emulated by the sandbox.", "0000"),
    "method": (405, 'Method "{}" not allowed.', "0000"),
    "throttled": (429, "Request was throttled. Expected available in {} seconds.", "0000"),
    "parameter": (400, 'Query parameter "{}" is not valid.', "0000"),
    "body": (400, "The body must be a JSON object.", "0000"),
    "member": (400, 'The member "{}" of the body is missing or not valid.', "0000"),
}


class Refusal(Exception):
    def __init__(self, name, value=""):
        status, detail, code = ERRORS[name]
        self.status = status
        self.body = {"detail": detail.format(value), "status_code": status, "code": code}
        super().__init__(name)
