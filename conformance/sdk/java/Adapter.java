// The adapter of the official Java SDK; ../PROTOCOL.md says what it speaks.
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.snaptrade.client.ApiException;
import com.snaptrade.client.ApiResponse;
import com.snaptrade.client.Configuration;
import com.snaptrade.client.JSON;
import com.snaptrade.client.Snaptrade;
import com.snaptrade.client.api.ConnectionsApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

public class Adapter {
    private static String text(JsonObject request, String name) {
        return request.has(name) ? request.get(name).getAsString() : null;
    }

    private static ConnectionsApi connect(JsonObject request) {
        Configuration configuration = new Configuration();
        configuration.host = text(request, "host");
        configuration.clientId = text(request, "clientId");
        configuration.consumerKey = text(request, "consumerKey");
        ConnectionsApi connections = new Snaptrade(configuration).connections;
        if (request.has("timeoutSeconds")) {
            int timeout = (int) (request.get("timeoutSeconds").getAsDouble() * 1000);
            connections.getApiClient()
                .setConnectTimeout(timeout).setReadTimeout(timeout).setWriteTimeout(timeout);
        }
        return connections;
    }

    /** Null: there is no such call. An id must be a UUID before the SDK can be told. */
    private static ApiResponse<?> call(JsonObject request) throws ApiException {
        ConnectionsApi api = connect(request);
        String user = text(request, "userId"), secret = text(request, "userSecret");
        switch (text(request, "call")) {
            case "list_brokerage_authorizations":
                return api.listBrokerageAuthorizations(user, secret).executeWithHttpInfo();
            case "detail_brokerage_authorization":
                return api.detailBrokerageAuthorization(authorization(request), user, secret)
                    .executeWithHttpInfo();
            case "remove_brokerage_authorization":
                return api.removeBrokerageAuthorization(authorization(request), user, secret)
                    .executeWithHttpInfo();
            case "session_events":
                ConnectionsApi.SessionEventsRequestBuilder events =
                    api.sessionEvents(text(request, "partnerClientId"));
                if (request.has("userIds")) events.userId(text(request, "userIds"));
                if (request.has("sessionIds")) events.sessionId(text(request, "sessionIds"));
                return events.executeWithHttpInfo();
            default:
                return null;
        }
    }

    private static UUID authorization(JsonObject request) {
        return UUID.fromString(text(request, "authorizationId"));
    }

    /** JSON text as what it says, other text as a string. */
    private static JsonElement parsed(String body) {
        try {
            return JsonParser.parseString(body);
        } catch (JsonParseException notJson) {
            return new JsonPrimitive(body);
        }
    }

    private static JsonObject describe(Throwable error) {
        JsonObject described = new JsonObject();
        ApiException known = error instanceof ApiException ? (ApiException) error : null;
        boolean answered = known != null && known.getStatusCode() >= 300;
        boolean cut = known != null && known.getCause() instanceof IOException;
        described.addProperty("kind", answered ? "api" : cut ? "transport" : "client");
        if (known != null && known.getStatusCode() > 0) {
            described.addProperty("status", known.getStatusCode());
        }
        if (known != null && known.getResponseBody() != null) {
            described.add("body", parsed(known.getResponseBody()));
        }
        described.addProperty("message", error.toString());
        return described;
    }

    private static JsonObject answer(JsonObject request) {
        JsonObject answer = new JsonObject();
        answer.add("id", request.get("id"));
        try {
            ApiResponse<?> response = call(request);
            if (response == null) {
                answer.addProperty("unsupported", true);
                return answer;
            }
            JsonObject headers = new JsonObject();
            for (Map.Entry<String, List<String>> one : response.getResponseHeaders().entrySet()) {
                headers.addProperty(one.getKey(), String.join(", ", one.getValue()));
            }
            answer.addProperty("status", response.getStatusCode());
            answer.add("headers", headers);
            answer.add("body", JSON.getGson().toJsonTree(response.getResponseBody()));
        } catch (Throwable error) { // whatever an SDK throws is the answer
            answer.add("error", describe(error));
        }
        return answer;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, "UTF-8");
        System.setOut(System.err);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            JsonObject request = JsonParser.parseString(line).getAsJsonObject();
            // Gson leaves out a member that is null, unless it is printed as it stands.
            answers.println(answer(request));
        }
        System.exit(0); // the SDK's threads would live on for minutes
    }
}
