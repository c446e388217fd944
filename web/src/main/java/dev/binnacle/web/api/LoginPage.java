package dev.binnacle.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The page where people sign in, from files beside this class. Nothing that a person sent appears in it but where to go next. */
final class LoginPage {
  /** Only the two files of the page may run or style it, and its form goes nowhere else. */
  static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final String template = file("login.html");

  static String style() {
    return file("login.css");
  }

  static String script() {
    return file("login.js");
  }

  /** @param fromElsewhere whether a link on another site led here */
  String html(@Nullable String message, String next, boolean fromElsewhere) {
    String alert = message == null ? "" : "<p class=\"alert\" role=\"alert\">" + escaped(message) + "</p>";
    return template.replace("<!-- message -->", alert).replace("{{next}}", escaped(next)).replace("{{from}}",
        fromElsewhere ? "elsewhere" : "here");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
  }

  private static String file(String name) {
    try (InputStream in = LoginPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the jar", e);
    }
  }
}
