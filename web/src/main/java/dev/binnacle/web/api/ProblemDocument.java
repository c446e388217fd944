package dev.binnacle.web.api;

import dev.binnacle.model.Problem;
import dev.binnacle.web.view.Shape;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a request, as RFC 9457 has it.
 *
 * @param kind a few words joined by dashes that a program can rely on; becomes {@code type}
 * @param detail what was found, what is allowed and what to do
 * @param errors each broken rule with its place; may be empty
 * @param headers that belong to the answer, such as {@code Retry-After}
 */
record ProblemDocument(int status, String kind, String title, String detail, List<Problem> errors, Map<String, String> headers) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final Shape<Problem> ERROR =
      Shape.<Problem>object("ProblemError", "One broken rule")
          .text("pointer", Problem::pointer)
          .note("a JSON pointer into the body, or ?name for a query parameter; empty for all of it")
          .text("rule", Problem::rule)
          .text("message", Problem::message)
          .shape();

  static final Shape<ProblemDocument> SHAPE =
      Shape.<ProblemDocument>object("Problem", "Why a request was not carried out (RFC 9457)")
          .text("type", problem -> "urn:binnacle:problem:" + problem.kind())
          .text("title", ProblemDocument::title)
          .count("status", ProblemDocument::status)
          .text("detail", ProblemDocument::detail)
          .list("errors", ERROR, ProblemDocument::errors)
          .shape();

  ProblemDocument {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  static ProblemDocument of(int status, String kind, String title, String detail) {
    return new ProblemDocument(status, kind, title, detail, List.of(), Map.of());
  }

  static ProblemDocument invalid(List<Problem> errors) {
    String detail = errors.size() == 1 ? errors.getFirst().message() : errors.size() + " rules are broken, see errors";
    return new ProblemDocument(400, "invalid-request", "Invalid request", detail, errors, Map.of());
  }

  static ProblemDocument notFound(String what, String name) {
    return of(404, "unknown-" + what, "Not found", "there is no " + what + " \"" + name + "\"");
  }

  ProblemDocument as(int other) {
    return new ProblemDocument(other, kind, title, detail, errors, headers);
  }

  ProblemDocument with(String header, String value) {
    return new ProblemDocument(status, kind, title, detail, errors, Map.of(header, value));
  }

  Reply reply() {
    return new Reply(status, MEDIA_TYPE, SHAPE.bytes(this), headers, Reply.Caching.NEVER);
  }

  /** To leave a handler with this as its answer. */
  RefusedException refused() {
    return new RefusedException(this);
  }
}
