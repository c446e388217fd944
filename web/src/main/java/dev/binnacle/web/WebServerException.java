package dev.binnacle.web;

/** The web server cannot be started or stopped; the message says why and what to do. */
public final class WebServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
