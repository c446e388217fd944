package dev.binnacle.web.api;

import dev.binnacle.model.BotId;
import dev.binnacle.web.security.Caller;
import java.util.Optional;
import org.eclipse.jetty.websocket.core.FrameHandler;

/** Makes the server's ends of WebSockets; empty when there are as many as there may be. Thread-safe. */
public interface Sockets {
  /** A dashboard's. */
  Optional<FrameHandler> live(Caller caller);

  /** A bot's; the caller may send for it. */
  Optional<FrameHandler> link(BotId bot, Caller caller);
}
