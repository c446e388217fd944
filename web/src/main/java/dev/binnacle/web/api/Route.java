package dev.binnacle.web.api;

import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked over HTTP, as data: the router, the guard and the OpenAPI document are made from it.
 *
 * @param path a URI template; a variable stands for one segment
 * @param access what is demanded of who asks
 * @param headers that are read besides those that every request has
 * @param body what may be sent along; null for nothing
 * @param answers what may come back besides a problem
 */
record Route(
    Method method,
    String path,
    Access access,
    String summary,
    List<Parameter<?>> parameters,
    List<RequestHeader> headers,
    @Nullable Body body,
    List<Answer> answers,
    Handling handling) {

  enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /**
   * @param mediaTypes that are understood
   * @param most bytes of it as it is sent
   * @param gzip whether {@code Content-Encoding: gzip} is understood
   * @param schema of the JSON, where it is a form
   * @param optional whether nothing may be sent, without saying of which type
   */
  record Body(List<String> mediaTypes, int most, boolean gzip, @Nullable Form form, String note, boolean optional) {
    Body(List<String> mediaTypes, int most, boolean gzip, @Nullable Form form, String note) {
      this(mediaTypes, most, gzip, form, note, false);
    }

    static Body form(Form form) {
      return new Body(List.of(Reply.JSON), 16 * 1024, false, form, form.name());
    }

    static Body optionalForm(Form form) {
      return new Body(List.of(Reply.JSON), 16 * 1024, false, form, form.name(), true);
    }
  }

  /** @param shape null when it is not JSON */
  record Answer(int status, String contentType, String note, @Nullable Shape<?> shape) {}

  /** How a request is carried out. */
  sealed interface Handling {
    /** May block for a short while. */
    record Replying(Function<Ask, CompletionStage<Reply>> reply) implements Handling {}

    /** Becomes a WebSocket. {@code open} refuses with {@link RefusedException}. */
    record Upgrading(Function<Ask, FrameHandler> open) implements Handling {}
  }

  boolean isSocket() {
    return handling instanceof Handling.Upgrading;
  }

  /** The name of the operation in the OpenAPI document. */
  String operation() {
    String words = path.replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
    return method.name().toLowerCase(Locale.ROOT) + "_" + words;
  }

  static Draft get(String path, Access access, String summary) {
    return new Draft(Method.GET, path, access, summary);
  }

  static Draft post(String path, Access access, String summary) {
    return new Draft(Method.POST, path, access, summary);
  }

  static Draft put(String path, Access access, String summary) {
    return new Draft(Method.PUT, path, access, summary);
  }

  static Draft patch(String path, Access access, String summary) {
    return new Draft(Method.PATCH, path, access, summary);
  }

  static Draft delete(String path, Access access, String summary) {
    return new Draft(Method.DELETE, path, access, summary);
  }

  /** A route that is being written down. */
  static final class Draft {
    private final Method method;
    private final String path;
    private final Access access;
    private final String summary;
    private final List<Parameter<?>> parameters = new ArrayList<>();
    private final List<RequestHeader> headers = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable Body body;

    private Draft(Method method, String path, Access access, String summary) {
      this.method = method;
      this.path = path;
      this.access = access;
      this.summary = summary;
    }

    Draft with(Parameter<?>... more) {
      parameters.addAll(List.of(more));
      return this;
    }

    Draft reads(RequestHeader header) {
      headers.add(header);
      return this;
    }

    Draft takes(Body what) {
      body = what;
      return this;
    }

    Draft takes(Form form) {
      return takes(Body.form(form));
    }

    Draft answers(int status, String contentType, String note, @Nullable Shape<?> shape) {
      answers.add(new Answer(status, contentType, note, shape));
      return this;
    }

    /** The usual case: 200 and JSON of one shape. What {@code answer} returns is written by the shape that is documented. */
    <T> Route to(Shape<T> shape, Function<Ask, T> answer) {
      answers(200, Reply.JSON, summary, shape);
      return replying(ask -> CompletableFuture.completedFuture(Reply.json(shape, answer.apply(ask))));
    }

    Route toReply(Function<Ask, Reply> answer) {
      return replying(ask -> CompletableFuture.completedFuture(answer.apply(ask)));
    }

    Route replying(Function<Ask, CompletionStage<Reply>> reply) {
      return route(new Handling.Replying(reply));
    }

    Route upgrading(Function<Ask, FrameHandler> open) {
      answers(101, "", "the connection is a WebSocket from here on", null);
      return route(new Handling.Upgrading(open));
    }

    private Route route(Handling handling) {
      return new Route(
          method, path, access, summary, List.copyOf(parameters), List.copyOf(headers), body, List.copyOf(answers), handling);
    }
  }
}
