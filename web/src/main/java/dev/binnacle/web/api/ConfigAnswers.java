package dev.binnacle.web.api;

import dev.binnacle.web.api.ConfigReply.ConfigProblem;
import dev.binnacle.web.view.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a desk answers, put into HTTP. */
final class ConfigAnswers {
  private static final Shape<ConfigProblem> ERROR =
      Shape.<ConfigProblem>object("ConfigProblemError", "One broken rule of a configuration")
          .text("pointer", ConfigProblem::pointer)
          .note("which value, as a JSON pointer into the configuration; empty for all of it")
          .text("rule", ConfigProblem::rule)
          .text("message", ConfigProblem::message)
          .text("remedy", ConfigProblem::remedy)
          .countOrNull("line", ConfigProblem::line)
          .countOrNull("column", ConfigProblem::column)
          .textOrNull("file", ConfigProblem::file)
          .shape();

  static final Shape<ConfigReply> PROBLEM =
      Shape.<ConfigReply>object("ConfigProblem", "Why nothing was changed (RFC 9457)")
          .text("type", reply -> "urn:binnacle:problem:" + reply.rule())
          .text("title", reply -> title(reply.status()))
          .count("status", ConfigReply::status)
          .text("detail", ConfigReply::detail)
          .list("errors", ERROR, ConfigReply::errors)
          .childOrNull("present", Shape.document("what is so now, as GET answers it"),
              reply -> reply.body().isEmpty() ? null : reply.body())
          .shape();

  private ConfigAnswers() {}

  static Reply reply(ConfigReply reply) {
    if (reply.status() >= 400) {
      return tagged(
          new Reply(reply.status(), ProblemDocument.MEDIA_TYPE, PROBLEM.bytes(reply), headers(reply), Reply.Caching.NEVER),
          reply);
    }
    String type = reply.status() == 204 ? "" : reply.type();
    byte[] body = reply.status() == 204 ? new byte[0] : reply.body().getBytes(StandardCharsets.UTF_8);
    return tagged(new Reply(reply.status(), type, body, Map.of(), Reply.Caching.NEVER), reply);
  }

  /** The tag is the version, not a hash of the answer: it is what a change is based on. */
  private static Reply tagged(Reply http, ConfigReply reply) {
    return reply.etag() == null ? http : http.with("ETag", "\"" + reply.etag() + "\"");
  }

  private static Map<String, String> headers(ConfigReply reply) {
    return reply.status() == 503 || reply.status() == 429 ? Map.of("Retry-After", "2") : Map.of();
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Invalid request";
      case 403 -> "Forbidden";
      case 404 -> "Not found";
      case 409 -> "Conflict";
      case 412 -> "Precondition failed";
      case 413 -> "Content too large";
      case 422 -> "Unprocessable content";
      case 428 -> "Precondition required";
      case 429 -> "Too many requests";
      case 502 -> "Bad gateway";
      case 503 -> "Service unavailable";
      case 504 -> "Gateway timeout";
      default -> "Refused";
    };
  }
}
